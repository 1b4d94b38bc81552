'use client';

import { Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { MaintenanceCode } from '../generated/graphql';
import { Pair } from '../parts/form-section';
import { isoOf, localOf, MomentInput } from '../parts/moment-input';
import { ScheduleMaintenance as ScheduleMutation } from './event-documents';
import { EventModal } from './event-modal';
import { choicesOf, codeWords } from './event-words';
import { useEvent } from './use-event';

const hourMs = 3_600_000;
const inHours = (hours: number) => localOf(new Date(Date.now() + hours * hourMs).toISOString());

export function ScheduleMaintenance({ id, onClose }: { id: string; onClose: () => void }) {
  const { act, busy, error, fields } = useEvent(ScheduleMutation, 'The maintenance is scheduled.');
  const [code, setCode] = useState<MaintenanceCode>('SYSTEM_REBOOT');
  const [description, setDescription] = useState('');
  const [times, setTimes] = useState({
    notBefore: inHours(1),
    notAfter: inHours(2),
    notBeforeDeadline: '',
  });
  const timeField = (name: keyof typeof times) => ({
    value: times[name],
    onChange: (value: string) => setTimes({ ...times, [name]: value }),
    error: fields[name],
  });
  const send = async () => {
    const given = {
      notBefore: isoOf(times.notBefore) ?? '',
      notAfter: isoOf(times.notAfter),
      notBeforeDeadline: isoOf(times.notBeforeDeadline),
    };
    if (await act({ id, code, description: description.trim() || null, ...given })) onClose();
  };
  return (
    <EventModal
      title="Schedule maintenance"
      verb="Schedule"
      busy={busy}
      error={error}
      onSubmit={() => void send()}
      onClose={onClose}
    >
      <Select
        label="Event code"
        allowDeselect={false}
        data={choicesOf(codeWords)}
        value={code}
        onChange={(next) => next && setCode(next)}
        error={fields['code']}
      />
      <TextInput
        label="Description"
        placeholder="as EC2 describes it"
        value={description}
        onChange={(event) => setDescription(event.currentTarget.value)}
        error={fields['description']}
      />
      <Pair>
        <MomentInput label="Not before" withAsterisk {...timeField('notBefore')} />
        <MomentInput label="Not after" {...timeField('notAfter')} />
        <MomentInput
          label="Not before deadline"
          description="The latest start it can be rescheduled to"
          {...timeField('notBeforeDeadline')}
        />
      </Pair>
    </EventModal>
  );
}
