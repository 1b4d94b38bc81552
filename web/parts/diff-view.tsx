import classes from './diff-view.module.css';
import { type DiffLine, lineDiff } from './line-diff';

const signs = { same: ' ', added: '+', removed: '-' } as const;
const contextLines = 3;

function nearChange(lines: DiffLine[], at: number): boolean {
  return lines
    .slice(Math.max(0, at - contextLines), at + contextLines + 1)
    .some((line) => line.kind !== 'same');
}

/** Shows the diff of two texts, with `contextLines` unchanged lines around each change. */
export function DiffView({ before, after, label }: { before: string; after: string; label: string }) {
  const lines = lineDiff(before, after);
  const shown = lines.map((line, at) => ({ ...line, shown: nearChange(lines, at) }));
  return (
    <div className={classes.diff} role="group" aria-label={label} tabIndex={0}>
      {shown.map((line, at) => {
        if (!line.shown) return shown[at - 1]?.shown === false ? null : <Fold key={at} />;
        return (
          <div key={at} className={classes.line} data-kind={line.kind}>
            <span className={classes.sign} aria-hidden>
              {signs[line.kind]}
            </span>
            {line.kind !== 'same' && <span className={classes.hidden}>{line.kind}: </span>}
            <span className={classes.text}>{line.text || ' '}</span>
          </div>
        );
      })}
    </div>
  );
}

function Fold() {
  return <div className={classes.fold}>unchanged lines</div>;
}
