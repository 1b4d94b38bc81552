'use client';

import { useMutation } from '@apollo/client/react';
import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { evictQueries } from '../apollo/evict-queries';
import { Failure } from '../parts/failure';
import { fieldErrorsOf, problemOf } from '../parts/problem';
import { keyDocuments } from './key-documents';
import { KeyPreviewList } from './key-preview-list';
import { KeyTextField } from './key-text-field';
import { useKeyPreview } from './use-key-preview';

type Props = { onClose: () => void; onMade: (id: string) => void };

/** A dialog that adds one key without leaving the form. */
export function NewKeyModal({ onClose, onMade }: Props) {
  const [name, setName] = useState('');
  const [text, setText] = useState('');
  const { results, loading } = useKeyPreview(text);
  const [create, { loading: saving, error }] = useMutation(keyDocuments.create, {
    update: evictQueries,
  });
  const { placed } = fieldErrorsOf(problemOf(error), ([field]) => field);
  const suggested = results[0]?.sshKey?.name;
  const save = async () => {
    try {
      const input = { name: name.trim() || undefined, publicKey: text.trim() };
      const { data } = await create({ variables: { input } });
      if (data?.done.record) onMade(data.done.record.id);
      onClose();
    } catch {
      return;
    }
  };
  return (
    <Modal opened onClose={onClose} title="New key" size={640}>
      {error && <Failure error={error} title="Could not add the key" />}
      <Stack gap={12}>
        <KeyTextField
          label="Public key"
          value={text}
          onChange={setText}
          error={error && placed['publicKey']}
        />
        <KeyPreviewList results={results} />
        <TextInput
          label="Name"
          placeholder={suggested}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={error && placed['name']}
        />
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button onClick={() => void save()} loading={saving} disabled={loading || results.length !== 1}>
            Add key
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
