'use client';

import { type ReactNode, useState } from 'react';
import { NewRecordButton } from '../records/new-record-button';
import { RecordPicker } from '../records/record-picker';
import { documentKind } from './document-kind';
import { NewDocumentModal } from './new-document-modal';
import { DocumentChoices } from './user-data-queries';

type Props = { value?: string | null; onChange?: (id: string | null) => void; error?: ReactNode };

/** A field for one of the shared documents; a new one can be added in a dialog. */
export function DocumentPicker({ value, onChange, error }: Props) {
  const [making, setMaking] = useState(false);
  return (
    <div>
      <RecordPicker
        label="Document"
        placeholder="Choose one"
        choices={DocumentChoices}
        value={value ?? ''}
        onChange={(id) => onChange?.(id || null)}
        error={error}
      />
      <NewRecordButton kind={documentKind} onClick={() => setMaking(true)} />
      {making && <NewDocumentModal onClose={() => setMaking(false)} onMade={(id) => onChange?.(id)} />}
    </div>
  );
}
