'use client';

import type { ReactNode } from 'react';
import { QuickSearch } from '../instances/quick-search';
import { Navigation } from './navigation';
import classes from './shell.module.css';
import { ThemeSwitch } from './theme-switch';
import { UserMenu } from './user-menu';
import { ViewerProvider } from '../access/viewer';

/** The layout of every page for a signed-in user. */
export function Shell({ children }: { children: ReactNode }) {
  return (
    <ViewerProvider>
      <a href="#main" className="skip-link">
        Skip to content
      </a>
      <div className={classes.shell}>
        <header className={classes.header}>
          <QuickSearch />
          <div className={classes.tools}>
            <ThemeSwitch />
            <UserMenu />
          </div>
        </header>
        <Navigation />
        <main id="main" className={classes.main} tabIndex={-1}>
          {children}
        </main>
      </div>
    </ViewerProvider>
  );
}
