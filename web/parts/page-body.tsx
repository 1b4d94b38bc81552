import type { ReactNode } from 'react';
import classes from './page-body.module.css';

/** What stands under a page's head; lists do without it and go edge to edge. */
export function PageBody({
  narrow,
  tabbed,
  children,
}: {
  narrow?: boolean;
  tabbed?: boolean;
  children: ReactNode;
}) {
  return (
    <div className={classes.body} data-narrow={narrow || undefined} data-tabbed={tabbed || undefined}>
      {children}
    </div>
  );
}
