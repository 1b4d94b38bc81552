import { StatusBadge } from '../parts/status-badge';
import classes from './keys.module.css';
import type { KeyPreview } from './use-key-preview';

/** The keys that were told apart in what was pasted: type and fingerprint, or why a line is none. */
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
                <StatusBadge tone="idle">already here</StatusBadge>
              ) : (
                <StatusBadge tone="ok">new</StatusBadge>
              )}
            </>
          ) : (
            <>
              <span className={classes.keyName}>Key {index + 1}</span>
              <span className={classes.refused}>{error?.message ?? 'This is no public key.'}</span>
              <StatusBadge tone="error">refused</StatusBadge>
            </>
          )}
        </li>
      ))}
    </ol>
  );
}
