import type { ReactNode } from 'react';
import classes from './empty-state.module.css';

/** Shown in place of an empty list: the reason, and the next step. */
export function EmptyState({
  title,
  action,
  children,
}: {
  title: string;
  action?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <div className={classes.empty}>
      <p className={classes.title}>{title}</p>
      {children && <p className="muted">{children}</p>}
      {action && <div className={classes.action}>{action}</div>}
    </div>
  );
}
