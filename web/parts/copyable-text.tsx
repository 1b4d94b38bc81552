import { CopyButton } from './copy-button';
import classes from './copyable-text.module.css';

/** Everything a machine reads: monospaced, with its copy button. */
export function CopyableText({ value, what }: { value: string; what: string }) {
  return (
    <span className={classes.text}>
      <span className="mono">{value}</span>
      <CopyButton value={value} what={what} />
    </span>
  );
}
