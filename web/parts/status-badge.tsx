import type { ReactNode } from 'react';
import classes from './status-badge.module.css';

type Tone = 'ok' | 'warn' | 'error' | 'info' | 'idle';

/** A coloured dot beside a text: the state is never shown by colour alone. */
export function StatusBadge({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span className={classes.badge} data-tone={tone}>
      <span className={classes.light} aria-hidden />
      {children}
    </span>
  );
}
