import type { ReactNode } from 'react';
import classes from './page-body.module.css';

/** The content below a page's head, with margins. Lists do not use it: they have the full width. */
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
