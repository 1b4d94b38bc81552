'use client';

import { useMutation } from '@apollo/client/react';
import { Button, Group, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { forget } from '../apollo/forget';
import { Failure } from '../parts/failure';
import { FormSection } from '../parts/form-section';
import { fieldErrorsOf, problemOf } from '../parts/problem';
import { useUnsavedGuard } from '../parts/unsaved-guard';
import { KeyPreviewList } from './key-preview-list';
import { CreateKey, ImportKeys } from './key-queries';
import { KeyTextField } from './key-text-field';
import { useKeyPreview } from './use-key-preview';

const update = forget('sshKeys', 'sshKey');

/** Adds what was pasted: one key under a name of your choice, several named by their comments. */
export function NewKeys() {
  const router = useRouter();
  const [text, setText] = useState('');
  const [name, setName] = useState('');
  const { results, error: previewError, loading } = useKeyPreview(text);
  const [createKey, creating] = useMutation(CreateKey, { update });
  const [importKeys, importing] = useMutation(ImportKeys, { update });
  const release = useUnsavedGuard(text.trim() !== '');
  const fresh = results.filter((one) => one.outcome === 'CREATED');
  const only = results.length === 1 ? results[0] : undefined;
  const error = creating.error ?? importing.error;
  const { placed } = fieldErrorsOf(problemOf(error), ([field]) => field);

  const save = async () => {
    try {
      if (only) {
        const input = { publicKey: text.trim(), name: name.trim() || undefined };
        const { data } = await createKey({ variables: { input } });
        release();
        router.push(`/keys/${data?.createSshKey.sshKey?.id}`);
        return;
      }
      const { data } = await importKeys({ variables: { input: { text: text.trim() } } });
      const { created = 0, unchanged = 0 } = data?.importSshKeys.summary ?? {};
      notifications.show({ message: `${created} keys are added, ${unchanged} were here already.` });
      release();
      router.push('/keys');
    } catch {
      return;
    }
  };

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      {error && <Failure error={error} title="No key was added" />}
      {previewError && <Failure error={previewError} title="This could not be read as keys" />}
      <FormSection
        title="Public keys"
        help="One a line, as in authorized_keys. Paste them, or drop files here."
      >
        <KeyTextField
          label="Public keys"
          value={text}
          onChange={setText}
          error={error && placed['publicKey']}
        />
        <KeyPreviewList results={results} />
        {only?.sshKey && only.outcome !== 'UNCHANGED' && (
          <TextInput
            label="Name"
            description="The name guests see it under, and that scripts refer to"
            placeholder={only.sshKey.name}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            error={error && placed['name']}
          />
        )}
      </FormSection>
      <Group gap={12}>
        <Button
          type="submit"
          loading={creating.loading || importing.loading}
          disabled={loading || fresh.length === 0}
        >
          {fresh.length > 1 ? `Add ${fresh.length} keys` : 'Add key'}
        </Button>
        <Link href="/keys">Cancel</Link>
      </Group>
    </form>
  );
}
