'use client';

import { Button, Group } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import type { InstanceEventsFragment, MaintenanceFragment, MaintenanceState } from '../generated/graphql';
import { Failure } from '../parts/failure';
import { StatusBadge } from '../parts/status-badge';
import { CopyableText } from '../parts/copyable-text';
import { When } from '../parts/when';
import { CancelMaintenance, CompleteMaintenance } from './event-documents';
import { codeWords, stateWords } from './event-words';
import classes from './events.module.css';
import { RescheduleMaintenance } from './reschedule-maintenance';
import { ScheduleMaintenance } from './schedule-maintenance';
import { useEvent } from './use-event';

const tones: Record<MaintenanceState, 'warn' | 'ok' | 'idle'> = {
  ACTIVE: 'warn',
  COMPLETED: 'ok',
  CANCELED: 'idle',
};

/** The scheduled and past maintenance events of the instance, as served under events/maintenance. */
export function MaintenanceList({ instance }: { instance: InstanceEventsFragment }) {
  const [asking, setAsking] = useState(false);
  const { id, viewerCanUpdate, events } = instance;
  return (
    <section aria-labelledby="maintenance">
      <header className={classes.head}>
        <h2 id="maintenance" className={classes.title}>
          Maintenance
        </h2>
        {viewerCanUpdate && (
          <Button size="xs" leftSection={<IconPlus size={14} aria-hidden />} onClick={() => setAsking(true)}>
            Schedule maintenance
          </Button>
        )}
      </header>
      {events.maintenance.length === 0 && <p className="muted">No maintenance events.</p>}
      <ul className={classes.list}>
        {events.maintenance.map((event) => (
          <Maintenance key={event.id} event={event} mayChange={viewerCanUpdate} />
        ))}
      </ul>
      {asking && <ScheduleMaintenance id={id} onClose={() => setAsking(false)} />}
    </section>
  );
}

function Maintenance({ event, mayChange }: { event: MaintenanceFragment; mayChange: boolean }) {
  const { id, code, description, notBefore, notAfter, notBeforeDeadline, state } = event;
  return (
    <li className={classes.event}>
      <span className={classes.words}>
        <strong>{codeWords[code]}</strong>
        <StatusBadge tone={tones[state]}>{stateWords[state]}</StatusBadge>
      </span>
      <span>{description}</span>
      <span className="muted">
        not before <When at={notBefore} />
        {notAfter && (
          <>
            , not after <When at={notAfter} />
          </>
        )}
        {notBeforeDeadline && (
          <>
            ; latest start <When at={notBeforeDeadline} />
          </>
        )}
      </span>
      <CopyableText value={id} what="event id" />
      {mayChange && state === 'ACTIVE' && <MaintenanceActs event={event} />}
    </li>
  );
}

function MaintenanceActs({ event }: { event: MaintenanceFragment }) {
  const { id, notBeforeDeadline } = event;
  const [moving, setMoving] = useState(false);
  const complete = useEvent(CompleteMaintenance, 'The maintenance is completed.');
  const cancel = useEvent(CancelMaintenance, 'The maintenance is cancelled.');
  const error = complete.error ?? cancel.error;
  return (
    <>
      {error && <Failure error={error} title="Nothing was changed" />}
      <Group gap={8}>
        <Button variant="default" size="xs" loading={complete.busy} onClick={() => void complete.act({ id })}>
          Complete
        </Button>
        {notBeforeDeadline && (
          <Button variant="default" size="xs" onClick={() => setMoving(true)}>
            Reschedule
          </Button>
        )}
        <Button variant="default" size="xs" loading={cancel.busy} onClick={() => void cancel.act({ id })}>
          Cancel maintenance
        </Button>
      </Group>
      {moving && <RescheduleMaintenance event={event} onClose={() => setMoving(false)} />}
    </>
  );
}
