'use client';

import { Button, Group } from '@mantine/core';
import Link from 'next/link';
import { useState } from 'react';
import type { InstanceEventsFragment } from '../generated/graphql';
import { Facts } from '../parts/facts';
import { Failure } from '../parts/failure';
import { StatusBadge } from '../parts/status-badge';
import { When } from '../parts/when';
import {
  RecommendRebalance,
  WithdrawRebalanceRecommendation,
  WithdrawSpotInterruption,
} from './event-documents';
import { spotWords } from './event-words';
import { InterruptSpot } from './interrupt-spot';
import { useEvent } from './use-event';
import { kinds } from '../records/kinds';

type Props = { instance: InstanceEventsFragment };

/** The Spot notices of an instance, and the operations that simulate them. */
export function SpotNotices({ instance }: Props) {
  const { id, lifeCycle, viewerCanUpdate, events } = instance;
  const { spotInterruption: interruption, rebalanceRecommendation: rebalance } = events;
  return (
    <>
      <Facts
        title="Spot"
        facts={[
          [
            'Interruption',
            interruption ? (
              <StatusBadge key="i" tone="warn">
                <span>
                  {spotWords[interruption.action]} <When at={interruption.time} />, announced{' '}
                  <When at={interruption.noticeTime} />
                </span>
              </StatusBadge>
            ) : (
              'none announced'
            ),
          ],
          [
            'Rebalance',
            rebalance ? (
              <StatusBadge key="r" tone="warn">
                <span>
                  recommended <When at={rebalance.noticeTime} />
                </span>
              </StatusBadge>
            ) : (
              'not recommended'
            ),
          ],
        ]}
      />
      {lifeCycle === 'spot' && viewerCanUpdate && <SpotActs instance={instance} />}
      {lifeCycle !== 'spot' && (
        <p className="muted">
          Only Spot instances get these; the life cycle of this one is {lifeCycle}.{' '}
          {viewerCanUpdate && (
            <Link href={`${kinds.instance.path}/${id}/edit`}>Change it under Advanced</Link>
          )}
        </p>
      )}
    </>
  );
}

function SpotActs({ instance: { id, events } }: Props) {
  const [asking, setAsking] = useState(false);
  const takeBack = useEvent(WithdrawSpotInterruption, 'The interruption is withdrawn.');
  const recommend = useEvent(RecommendRebalance, 'A rebalance is recommended.');
  const withdraw = useEvent(WithdrawRebalanceRecommendation, 'The recommendation is withdrawn.');
  const error = takeBack.error ?? recommend.error ?? withdraw.error;
  return (
    <>
      {error && <Failure error={error} title="Nothing was changed" />}
      <Group gap={8} mb={24}>
        <Button variant="default" onClick={() => setAsking(true)}>
          {events.spotInterruption ? 'Change interruption' : 'Interrupt'}
        </Button>
        {events.spotInterruption && (
          <Button variant="default" loading={takeBack.busy} onClick={() => void takeBack.act({ id })}>
            Withdraw interruption
          </Button>
        )}
        {events.rebalanceRecommendation ? (
          <Button variant="default" loading={withdraw.busy} onClick={() => void withdraw.act({ id })}>
            Withdraw recommendation
          </Button>
        ) : (
          <Button variant="default" loading={recommend.busy} onClick={() => void recommend.act({ id })}>
            Recommend rebalance
          </Button>
        )}
      </Group>
      {asking && <InterruptSpot id={id} onClose={() => setAsking(false)} />}
    </>
  );
}
