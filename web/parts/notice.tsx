import type { ReactNode } from 'react';
import classes from './notice.module.css';

type Props = { title: string; tone?: 'plain' | 'warn'; actions?: ReactNode; children?: ReactNode };

export function Notice({ title, tone = 'plain', actions, children }: Props) {
  return (
    <div className={tone === 'warn' ? `${classes.notice} ${classes.warn}` : classes.notice} role="note">
      <p className={classes.title}>{title}</p>
      {children}
      {actions && <div className={classes.actions}>{actions}</div>}
    </div>
  );
}
