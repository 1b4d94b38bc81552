import type { ReactNode } from 'react';
import classes from './lamp.module.css';

type Tone = 'ok' | 'warn' | 'error' | 'info' | 'idle';

/** A signal lamp beside its word: the state is never told by colour alone. */
export function Lamp({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span className={classes.lamp} data-tone={tone}>
      <span className={classes.light} aria-hidden />
      {children}
    </span>
  );
}
