'use client';

import type { ReactNode } from 'react';
import { EditRecord, NewRecord } from './record-editor';
import type { ListedRecord, NamedRecord, RecordKind, RecordValues } from './record-kind';
import { RecordList } from './record-list';
import { RecordPage } from './record-page';

/** The four pages of a kind. */
export function recordPages<
  Row extends NamedRecord,
  Values extends RecordValues,
  Input,
  Listed extends ListedRecord,
>(kind: RecordKind<Row, Values, Input, Listed>) {
  return {
    List: (props: { title: string; addLabel?: string; above?: ReactNode }) => (
      <RecordList kind={kind} {...props} />
    ),
    New: () => <NewRecord kind={kind} />,
    Page: ({ id }: { id: string }) => <RecordPage kind={kind} id={id} />,
    Edit: ({ id }: { id: string }) => <EditRecord kind={kind} id={id} />,
  };
}
