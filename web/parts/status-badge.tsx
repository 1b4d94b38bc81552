import type { ReactNode } from 'react';
import classes from './status-badge.module.css';

type Tone = 'ok' | 'warn' | 'error' | 'info' | 'idle';

/** A signal lamp beside its word: the state is never told by colour alone. */
export function StatusBadge({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span className={classes.badge} data-tone={tone}>
      <span className={classes.light} aria-hidden />
      {children}
    </span>
  );
}
