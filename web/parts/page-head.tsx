'use client';

import { type ReactNode, useEffect } from 'react';
import classes from './page-head.module.css';

type Props = { title: string; below?: ReactNode; actions?: ReactNode };

export function PageHead({ title, below, actions }: Props) {
  useEffect(() => {
    document.title = `${title} · CloudMeta`;
  }, [title]);
  return (
    <header className={classes.head}>
      <div className={classes.words}>
        <h1 className={classes.title}>{title}</h1>
        {below && <div className={classes.below}>{below}</div>}
      </div>
      {actions && <div className={classes.actions}>{actions}</div>}
    </header>
  );
}
