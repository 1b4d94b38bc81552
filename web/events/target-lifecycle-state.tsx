'use client';

import { Select } from '@mantine/core';
import type { InstanceEventsFragment, TargetLifecycleState as State } from '../generated/graphql';
import { Facts } from '../parts/facts';
import { Failure } from '../parts/failure';
import { SetTargetLifecycleState } from './event-documents';
import { choicesOf, lifecycleWords } from './event-words';
import { useEvent } from './use-event';

const outside = { value: '', label: 'In no Auto Scaling group' };

/** The state that an Auto Scaling group moves the instance to. */
export function TargetLifecycleState({ instance }: { instance: InstanceEventsFragment }) {
  const { id, viewerCanUpdate, events } = instance;
  const { act, busy, error } = useEvent(SetTargetLifecycleState, 'The target state is set.');
  const state = events.targetLifecycleState ?? null;
  if (!viewerCanUpdate)
    return <Facts title="Auto Scaling" facts={[['Target state', state && lifecycleWords[state]]]} />;
  return (
    <>
      <Facts
        title="Auto Scaling"
        facts={[
          [
            'Target state',
            <Select
              key="s"
              aria-label="Target state"
              w={260}
              allowDeselect={false}
              disabled={busy}
              data={[outside, ...choicesOf(lifecycleWords)]}
              value={state ?? ''}
              onChange={(next) => void act({ id, state: (next || null) as State | null })}
            />,
          ],
        ]}
      />
      {error && <Failure error={error} title="Nothing was changed" />}
    </>
  );
}
