'use client';

import { Button, Group } from '@mantine/core';
import { useForm } from '@mantine/form';
import Link from 'next/link';
import { Conflict } from '../parts/conflict';
import { Failure } from '../parts/failure';
import { differencesOf } from './record-differences';
import type { NamedRecord, RecordKind } from './record-kind';
import { useRecordSubmit } from './use-record-submit';

type Props<Row extends NamedRecord, Values extends { name: string }, Input> = {
  kind: RecordKind<Row, Values, Input>;
  initial: Values;
  stored?: Row;
};

export function RecordForm<Row extends NamedRecord, Values extends { name: string }, Input>({
  kind,
  initial,
  stored,
}: Props<Row, Values, Input>) {
  const { words, path, listPath, valuesOf, Fields } = kind;
  const form = useForm<Values>({
    initialValues: initial,
    validate: (values) => (values.name.trim() ? {} : { name: 'Enter a name.' }),
  });
  const { known, problem, loading, newer, send, takeTheirs, settle } = useRecordSubmit(kind, form, stored);
  const versions = known && newer && { mine: form.values, theirs: valuesOf(newer), before: valuesOf(known) };
  return (
    <form
      onSubmit={form.onSubmit(() => void send())}
      noValidate
      aria-label={known ? `Edit ${words.one}` : `New ${words.one}`}
    >
      {problem && <Failure problem={problem} title="Not saved" />}
      <Fields form={form} stored={known} />
      <Group gap={12}>
        <Button type="submit" loading={loading}>
          Save
        </Button>
        <Link href={known ? `${path}/${known.id}` : listPath}>Cancel</Link>
      </Group>
      {newer && versions && (
        <Conflict
          opened
          busy={loading}
          differences={differencesOf(versions, kind.secret)}
          onKeepMine={() => void send(newer)}
          onTakeTheirs={() => takeTheirs(newer)}
          onClose={settle}
        />
      )}
    </form>
  );
}
