import { CopyButton } from './copy-button';
import classes from './copyable-text.module.css';

/** A monospaced value with a copy button. */
export function CopyableText({ value, what }: { value: string; what: string }) {
  return (
    <span className={classes.text}>
      <span className="mono">{value}</span>
      <CopyButton value={value} what={what} />
    </span>
  );
}
