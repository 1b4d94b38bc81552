import { CopyButton } from './copy-button';
import classes from './machine-text.module.css';

/** Everything a machine reads: monospaced, with its copy button. */
export function MachineText({ value, what }: { value: string; what: string }) {
  return (
    <span className={classes.text}>
      <span className="mono">{value}</span>
      <CopyButton value={value} what={what} />
    </span>
  );
}
