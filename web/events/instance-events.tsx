'use client';

import type { InstanceEventsFragment } from '../generated/graphql';
import classes from './events.module.css';
import { MaintenanceList } from './maintenance-list';
import { SpotNotices } from './spot-notices';
import { TargetLifecycleState } from './target-lifecycle-state';

/** The scheduled events of an instance, and the operations that simulate them. */
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
