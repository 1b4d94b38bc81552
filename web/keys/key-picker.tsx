'use client';

import { type ReactNode, useState } from 'react';
import { NewRecordButton } from '../records/new-record-button';
import { RecordsPicker } from '../records/record-picker';
import { keyKind } from './key-kind';
import { KeyChoices } from './key-queries';
import { NewKeyModal } from './new-key-modal';

type Props = { value?: string[]; onChange?: (ids: string[]) => void; error?: ReactNode };

/** A field for the keys of an instance, in the order of choice; a new key can be added in a dialog. */
export function KeyPicker({ value = [], onChange, error }: Props) {
  const [making, setMaking] = useState(false);
  return (
    <div>
      <RecordsPicker
        label="SSH keys"
        description="The first one chosen has number 0 in the metadata"
        placeholder="None"
        choices={KeyChoices}
        value={value}
        onChange={onChange}
        error={error}
      />
      <NewRecordButton kind={keyKind} onClick={() => setMaking(true)} />
      {making && <NewKeyModal onClose={() => setMaking(false)} onMade={(id) => onChange?.([...value, id])} />}
    </div>
  );
}
