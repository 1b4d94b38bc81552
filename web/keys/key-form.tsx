'use client';

import { Button, Group, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { KeyDetailsFragment } from '../generated/graphql';
import { Conflict } from '../parts/conflict';
import { Failure } from '../parts/failure';
import { FormSection } from '../parts/form-section';
import { fieldErrorsOf, type Problem, problemOf } from '../parts/problem';
import { useUnsavedGuard } from '../parts/unsaved-guard';
import { KeyPreviewList } from './key-preview-list';
import { KeyTextField } from './key-text-field';
import { useKeyPreview } from './use-key-preview';
import { useSaveKey } from './use-save-key';

const valuesOf = ({ name, publicKey }: KeyDetailsFragment) => ({ name, publicKey });

type Versions = Record<'mine' | 'theirs' | 'before', { name: string; publicKey: string }>;

const differencesOf = ({ mine, theirs, before }: Versions) =>
  (['name', 'publicKey'] as const)
    .map((field) => ({
      field,
      mine: mine[field],
      theirs: theirs[field],
      untouched: mine[field] === before[field],
    }))
    .filter((one) => one.mine !== one.theirs);

export function KeyForm({ stored }: { stored: KeyDetailsFragment }) {
  const router = useRouter();
  const { known, save, loading, newer, take, settle } = useSaveKey(stored);
  const [problem, setProblem] = useState<Problem>();
  const form = useForm({
    initialValues: valuesOf(stored),
    validate: { name: (value) => (value.trim() ? null : 'Enter a name.') },
  });
  const { name, publicKey } = form.values;
  const { results } = useKeyPreview(publicKey === known.publicKey ? '' : publicKey);
  const release = useUnsavedGuard(form.isDirty());
  const send = async (over?: KeyDetailsFragment) => {
    setProblem(undefined);
    try {
      const saved = await save({ name, publicKey }, over);
      if (!saved) return;
      release();
      router.push(`/keys/${saved.id}`);
    } catch (error) {
      const refused = problemOf(error);
      form.setErrors(fieldErrorsOf(refused, ([field]) => field).placed);
      setProblem({ ...refused, fieldErrors: [] });
    }
  };
  const takeTheirs = (theirs: KeyDetailsFragment) => {
    form.setValues(valuesOf(theirs));
    take(theirs);
  };
  return (
    <form onSubmit={form.onSubmit(() => void send())} noValidate>
      {problem && <Failure problem={problem} title="Not saved" />}
      <FormSection title="Key" help="Instances that use this key get the new one at their next request.">
        <TextInput label="Name" withAsterisk {...form.getInputProps('name')} />
        <KeyTextField
          label="Public key"
          value={publicKey}
          error={form.errors['publicKey']}
          onChange={(text) => form.setFieldValue('publicKey', text)}
        />
        <KeyPreviewList results={results} />
      </FormSection>
      <Group gap={12}>
        <Button type="submit" loading={loading}>
          Save
        </Button>
        <Link href={`/keys/${known.id}`}>Cancel</Link>
      </Group>
      {newer && (
        <Conflict
          opened
          busy={loading}
          differences={differencesOf({ mine: form.values, theirs: newer, before: known })}
          onKeepMine={() => void send(newer)}
          onTakeTheirs={() => takeTheirs(newer)}
          onClose={settle}
        />
      )}
    </form>
  );
}
