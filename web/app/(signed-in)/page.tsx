'use client';

import { FirstRun } from '../../access/first-run';
import { RecentChanges } from '../../audit/recent-changes';
import { PageBody } from '../../parts/page-body';
import { PageHead } from '../../parts/page-head';
import classes from './overview.module.css';

export default function OverviewPage() {
  return (
    <>
      <PageHead title="Overview" />
      <PageBody>
        <div className={classes.columns}>
          <FirstRun />
          <section aria-labelledby="latest">
            <h2 id="latest" className={classes.title}>
              Latest changes
            </h2>
            <RecentChanges />
          </section>
        </div>
      </PageBody>
    </>
  );
}
