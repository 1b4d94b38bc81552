import classes from './diff-view.module.css';
import { type DiffLine, lineDiff } from './line-diff';

const signs = { same: ' ', added: '+', removed: '-' } as const;
const around = 3;

function nearChange(lines: DiffLine[], at: number): boolean {
  return lines.slice(Math.max(0, at - around), at + around + 1).some((line) => line.kind !== 'same');
}

/** Two texts as one diff; unchanged stretches are folded. */
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
