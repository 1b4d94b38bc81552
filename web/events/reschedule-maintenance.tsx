'use client';

import { useState } from 'react';
import type { MaintenanceFragment } from '../generated/graphql';
import { isoOf, localOf, MomentInput } from '../parts/moment-input';
import { RescheduleMaintenance as RescheduleMutation } from './event-documents';
import { EventModal } from './event-modal';
import { useEvent } from './use-event';

type Props = { event: MaintenanceFragment; onClose: () => void };

export function RescheduleMaintenance({ event, onClose }: Props) {
  const { act, busy, error, fields } = useEvent(RescheduleMutation, 'The maintenance is rescheduled.');
  const [start, setStart] = useState(localOf(event.notBefore));
  const send = async () => {
    if (await act({ id: event.id, notBefore: isoOf(start) ?? '' })) onClose();
  };
  return (
    <EventModal
      title="Reschedule the maintenance"
      verb="Reschedule"
      busy={busy}
      error={error}
      onSubmit={() => void send()}
      onClose={onClose}
    >
      <MomentInput
        label="Not before"
        description="Up to its deadline; the end moves with it"
        value={start}
        onChange={setStart}
        error={fields['notBefore']}
      />
    </EventModal>
  );
}
