import { StatusBadge } from '../parts/status-badge';
import classes from './keys.module.css';
import type { KeyPreview } from './use-key-preview';

/** The keys found in the pasted text: type and fingerprint, or the error of a line. */
export function KeyPreviewList({ results }: { results: KeyPreview[] }) {
  if (results.length === 0) return null;
  return (
    <ol className={classes.preview} aria-label="Keys found">
      {results.map(({ index, outcome, sshKey, error }) => (
        <li key={index}>
          {sshKey ? (
            <>
              <span className={classes.keyName}>{sshKey.name}</span>
              <span>{sshKey.bits ? `${sshKey.type}, ${sshKey.bits} bits` : sshKey.type}</span>
              <span className="mono muted">{sshKey.fingerprint}</span>
              {outcome === 'UNCHANGED' ? (
                <StatusBadge tone="idle">exists already</StatusBadge>
              ) : (
                <StatusBadge tone="ok">new</StatusBadge>
              )}
            </>
          ) : (
            <>
              <span className={classes.keyName}>Key {index + 1}</span>
              <span className={classes.refused}>{error?.message ?? 'Not a public key.'}</span>
              <StatusBadge tone="error">refused</StatusBadge>
            </>
          )}
        </li>
      ))}
    </ol>
  );
}
