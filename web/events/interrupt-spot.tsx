'use client';

import { Select } from '@mantine/core';
import { useState } from 'react';
import type { SpotAction } from '../generated/graphql';
import { Pair } from '../parts/form-section';
import { isoOf, MomentInput } from '../parts/moment-input';
import { InterruptSpotInstance } from './event-documents';
import { EventModal } from './event-modal';
import { choicesOf, spotWords } from './event-words';
import { useEvent } from './use-event';

export function InterruptSpot({ id, onClose }: { id: string; onClose: () => void }) {
  const { act, busy, error, fields } = useEvent(InterruptSpotInstance, 'The interruption is announced.');
  const [action, setAction] = useState<SpotAction>('TERMINATE');
  const [noticeTime, setNoticeTime] = useState('');
  const [time, setTime] = useState('');
  const send = async () => {
    if (await act({ id, action, time: isoOf(time), noticeTime: isoOf(noticeTime) })) onClose();
  };
  return (
    <EventModal
      title="Interrupt the Spot instance"
      verb="Interrupt"
      busy={busy}
      error={error}
      onSubmit={() => void send()}
      onClose={onClose}
    >
      <Select
        label="Action"
        allowDeselect={false}
        data={choicesOf(spotWords)}
        value={action}
        onChange={(next) => next && setAction(next)}
        error={fields['action']}
      />
      <Pair>
        <MomentInput
          label="Notice"
          description="Now when empty"
          value={noticeTime}
          onChange={setNoticeTime}
          error={fields['noticeTime']}
        />
        <MomentInput
          label="Interruption"
          description="Two minutes after the notice when empty"
          value={time}
          onChange={setTime}
          error={fields['time']}
        />
      </Pair>
    </EventModal>
  );
}
