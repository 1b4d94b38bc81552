'use client';

import { useApolloClient, useMutation, useQuery } from '@apollo/client/react';
import { Button, Group, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { forget } from '../apollo/forget';
import type { KeyDetailsFragment } from '../generated/graphql';
import { Conflict } from '../parts/conflict';
import { Failure } from '../parts/failure';
import { Forbidden } from '../parts/forbidden';
import { FormSection } from '../parts/form-section';
import { Loading } from '../parts/loading';
import { Missing } from '../parts/missing';
import { PageBody } from '../parts/page-body';
import { PageHead } from '../parts/page-head';
import { fieldErrorsOf, type Problem, problemOf } from '../parts/problem';
import { useUnsavedGuard } from '../parts/unsaved-guard';
import { KeyPreviewList } from './key-preview-list';
import { KeyQuery, UpdateKey } from './key-queries';
import { KeyTextField } from './key-text-field';
import { useKeyPreview } from './use-key-preview';

export function EditKey({ id }: { id: string }) {
  const { data, error, refetch } = useQuery(KeyQuery, { variables: { id } });
  const key = data?.sshKey;
  if (error && !key) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading rows={6} />;
  if (!key) return <Missing what="key" id={id} list="/keys" />;
  return (
    <>
      <PageHead title={`Edit ${key.name}`} below={<span className="mono">{key.fingerprint}</span>} />
      <PageBody narrow>
        {key.viewerCanUpdate ? <KeyForm stored={key} /> : <Forbidden needs="Operator" act="change keys" />}
      </PageBody>
    </>
  );
}

function useSaveKey(stored: KeyDetailsFragment) {
  const client = useApolloClient();
  const [known, setKnown] = useState(stored);
  const [newer, setNewer] = useState<KeyDetailsFragment>();
  const [update, { loading }] = useMutation(UpdateKey, { update: forget('sshKeys') });
  const save = async (values: { name: string; publicKey: string }, over = known) => {
    const { id, version } = over;
    const changes = {
      ...(values.name.trim() !== known.name && { name: values.name.trim() }),
      ...(values.publicKey.trim() !== known.publicKey && { publicKey: values.publicKey.trim() }),
    };
    try {
      const { data } = await update({ variables: { input: { id, ifVersion: version, ...changes } } });
      setNewer(undefined);
      return data?.updateSshKey.sshKey ?? undefined;
    } catch (error) {
      if (problemOf(error).code !== 'CONFLICT') throw error;
      const fresh = await client.query({ query: KeyQuery, variables: { id }, fetchPolicy: 'network-only' });
      setNewer(fresh.data?.sshKey ?? undefined);
      return undefined;
    }
  };
  return { known, setKnown, save, loading, newer, settle: () => setNewer(undefined) };
}

function KeyForm({ stored }: { stored: KeyDetailsFragment }) {
  const router = useRouter();
  const { known, setKnown, save, loading, newer, settle } = useSaveKey(stored);
  const [problem, setProblem] = useState<Problem>();
  const form = useForm({
    initialValues: { name: stored.name, publicKey: stored.publicKey },
    validate: { name: (value) => (value.trim() ? null : 'Give it a name.') },
  });
  const { results } = useKeyPreview(form.values.publicKey === known.publicKey ? '' : form.values.publicKey);
  const release = useUnsavedGuard(form.isDirty());
  const send = async (over?: KeyDetailsFragment) => {
    setProblem(undefined);
    try {
      const saved = await save(form.values, over);
      if (!saved) return;
      notifications.show({ message: `${saved.name} is saved.` });
      release();
      router.push(`/keys/${saved.id}`);
    } catch (error) {
      const refused = problemOf(error);
      form.setErrors(fieldErrorsOf(refused, ([name]) => name).placed);
      setProblem(refused);
    }
  };
  return (
    <form onSubmit={form.onSubmit(() => void send())} noValidate>
      {problem && <Failure problem={problem} title="Not saved" />}
      <FormSection title="Key" help="Instances that use this key are told the new one at their next request.">
        <TextInput label="Name" withAsterisk {...form.getInputProps('name')} />
        <KeyTextField
          label="Public key"
          value={form.values.publicKey}
          error={form.errors['publicKey']}
          onChange={(publicKey) => form.setFieldValue('publicKey', publicKey)}
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
          differences={(['name', 'publicKey'] as const)
            .map((field) => ({ field, mine: form.values[field], theirs: newer[field] }))
            .filter(({ mine, theirs }) => mine !== theirs)}
          onKeepMine={() => void send(newer)}
          onTakeTheirs={() => {
            form.setValues({ name: newer.name, publicKey: newer.publicKey });
            setKnown(newer);
            settle();
          }}
          onClose={settle}
        />
      )}
    </form>
  );
}
