'use client';

import { Button, Group } from '@mantine/core';
import { useForm } from '@mantine/form';
import Link from 'next/link';
import { useState } from 'react';
import { Conflict } from '../parts/conflict';
import { Failure } from '../parts/failure';
import { differencesOf } from './record-differences';
import type { EditedKind, NamedRecord, RecordValues } from './record-kind';
import { useSaveRecord } from './use-save-record';

type Props<Row extends NamedRecord, Values extends RecordValues, Input> = {
  kind: EditedKind<Row, Values, Input>;
  initial: Values;
  stored?: Row;
};

export function RecordForm<Row extends NamedRecord, Values extends RecordValues, Input>({
  kind,
  initial,
  stored,
}: Props<Row, Values, Input>) {
  const { words, path, listPath, valuesOf, Fields } = kind;
  const [reviewing, setReviewing] = useState(false);
  const form = useForm<Values>({
    initialValues: initial,
    validate: (values) => (values.name.trim() ? {} : { name: 'Enter a name.' }),
  });
  const { known, problem, busy, newer, send, takeTheirs, settle } = useSaveRecord(kind, form, stored);
  const versions = known && newer && { mine: form.values, theirs: valuesOf(newer), before: valuesOf(known) };
  const review = known && kind.review?.isNeeded(form.values, known) ? kind.review : undefined;
  return (
    <form
      onSubmit={form.onSubmit(() => (review ? setReviewing(true) : void send()))}
      noValidate
      aria-label={known ? `Edit ${words.one}` : `New ${words.one}`}
    >
      {problem && <Failure problem={problem} title="Not saved" />}
      <Fields form={form} stored={known} />
      <Group gap={12}>
        <Button type="submit" loading={busy}>
          {review ? 'Review and save' : 'Save'}
        </Button>
        <Link href={known ? `${path}/${known.id}` : listPath}>Cancel</Link>
      </Group>
      {reviewing && review && known && (
        <review.Dialog
          values={form.values}
          known={known}
          busy={busy}
          onSave={() => void send().then(() => setReviewing(false))}
          onClose={() => setReviewing(false)}
        />
      )}
      {newer && versions && !reviewing && (
        <Conflict
          opened
          busy={busy}
          differences={differencesOf(versions, kind)}
          onKeepMine={() => void send(newer)}
          onTakeTheirs={() => takeTheirs(newer)}
          onClose={settle}
        />
      )}
    </form>
  );
}
