import { sizeOf, sizeText } from '../parts/bytes';
import { StatusBadge } from '../parts/status-badge';
import { useInstanceFormContext } from './instance-form-context';
import classes from './instance-form.module.css';
import type { InstanceValues } from './instance-values';

function bootText({ way, document, text, file }: InstanceValues['boot']): string {
  if (way === 'SHARED') return document ? 'a shared document' : 'no document chosen yet';
  if (way === 'TEXT') return `its own, ${sizeText(sizeOf(text))}`;
  if (way === 'FILE') return file ? `its own file, ${sizeText(file.size)}` : 'no file chosen yet';
  return 'none';
}

const tokenWords = { DEFAULT: 'server default', OPTIONAL: 'v1 and v2', REQUIRED: 'v2 only' };

/** A summary of the form that stays in view, with warnings for a missing address or a missing login. */
export function InstanceSummary() {
  const { values } = useInstanceFormContext();
  const addresses = [...values.interfaces.flatMap((one) => one.addresses), ...values.callerAddresses];
  return (
    <section className={classes.summary} aria-label="Summary">
      <p className={classes.name}>{values.hostname.trim() || 'No hostname'}</p>
      <dl>
        <dt>Address</dt>
        <dd className="mono">{addresses[0] ?? '–'}</dd>
        <dt>MAC</dt>
        <dd className="mono">{values.interfaces[0]?.mac || '–'}</dd>
        <dt>SSH keys</dt>
        <dd>{values.keys.length}</dd>
        <dt>User data</dt>
        <dd>{bootText(values.boot)}</dd>
        <dt>Tokens</dt>
        <dd>{tokenWords[values.options.httpTokens]}</dd>
      </dl>
      <p>
        {addresses.length > 0 ? (
          <StatusBadge tone="ok">Identified by its address</StatusBadge>
        ) : (
          <StatusBadge tone="warn">No address: requests get no metadata</StatusBadge>
        )}
      </p>
      <p>
        {values.keys.length > 0 || values.boot.way !== 'NONE' ? (
          <StatusBadge tone="ok">Has SSH keys or user data</StatusBadge>
        ) : (
          <StatusBadge tone="warn">No SSH key and no user data</StatusBadge>
        )}
      </p>
    </section>
  );
}
