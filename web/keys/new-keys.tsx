'use client';

import { Button, Group, TextInput } from '@mantine/core';
import Link from 'next/link';
import { useState } from 'react';
import { Failure } from '../parts/failure';
import { FormSection } from '../parts/form-section';
import { useUnsavedGuard } from '../parts/unsaved-guard';
import { KeyPreviewList } from './key-preview-list';
import { KeyTextField } from './key-text-field';
import { useAddKeys } from './use-add-keys';
import { useKeyPreview } from './use-key-preview';
import { kinds } from '../records/kinds';

/** Adds the pasted keys: a single one under a chosen name, several under the names in their comments. */
export function NewKeys() {
  const [text, setText] = useState('');
  const [name, setName] = useState('');
  const { results, error: previewError, loading } = useKeyPreview(text);
  const release = useUnsavedGuard(text.trim() !== '');
  const { addOne, addMany, error, fields, busy } = useAddKeys(release);
  const fresh = results.filter((one) => one.outcome === 'CREATED');
  const only = results.length === 1 ? results[0] : undefined;
  const save = () => (only ? addOne(text.trim(), name.trim() || undefined) : addMany(text.trim()));
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save().catch(() => undefined);
      }}
    >
      {error && <Failure error={error} title="Could not add keys" />}
      {previewError && <Failure error={previewError} title="Could not read these keys" />}
      <FormSection title="Paste or drop" help="One per line, as in authorized_keys.">
        <KeyTextField label="Public keys" value={text} onChange={setText} error={fields['publicKey']} />
        <KeyPreviewList results={results} />
        {only?.sshKey && only.outcome !== 'UNCHANGED' && (
          <TextInput
            label="Name"
            description="The name in the metadata, and in scripts"
            placeholder={only.sshKey.name}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            error={fields['name']}
          />
        )}
      </FormSection>
      <Group gap={12}>
        <Button type="submit" loading={busy} disabled={loading || fresh.length === 0}>
          {fresh.length > 1 ? `Add ${fresh.length} keys` : 'Add key'}
        </Button>
        <Link href={kinds.sshKey.listPath}>Cancel</Link>
      </Group>
    </form>
  );
}
