'use client';

import type { InstanceEventsFragment } from '../generated/graphql';
import classes from './events.module.css';
import { MaintenanceList } from './maintenance-list';
import { SpotNotices } from './spot-notices';
import { TargetLifecycleState } from './target-lifecycle-state';

/** Everything that is ahead of an instance, and the acts by which an interruption is rehearsed. */
export function InstanceEvents({ instance }: { instance: InstanceEventsFragment }) {
  return (
    <div className={classes.columns}>
      <MaintenanceList instance={instance} />
      <div>
        <SpotNotices instance={instance} />
        <TargetLifecycleState instance={instance} />
      </div>
    </div>
  );
}
