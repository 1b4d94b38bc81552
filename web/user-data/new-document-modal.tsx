'use client';

import { useMutation } from '@apollo/client/react';
import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { evictQueries } from '../apollo/evict-queries';
import { Failure } from '../parts/failure';
import { fieldErrorsOf, problemOf } from '../parts/problem';
import { userDataDocuments } from './document-documents';
import { UserDataEditor } from './user-data-editor';

type Props = { onClose: () => void; onMade: (id: string) => void };

/** A dialog that adds one shared document without leaving the form. */
export function NewDocumentModal({ onClose, onMade }: Props) {
  const [name, setName] = useState('');
  const [text, setText] = useState('#cloud-config\n');
  const [create, { loading, error }] = useMutation(userDataDocuments.create, {
    update: evictQueries,
  });
  const { placed } = fieldErrorsOf(problemOf(error), ([field]) => field);
  const save = async () => {
    try {
      const { data } = await create({ variables: { input: { name: name.trim(), text } } });
      if (data?.done.record) onMade(data.done.record.id);
      onClose();
    } catch {
      return;
    }
  };
  return (
    <Modal opened onClose={onClose} title="New document" size={720}>
      {error && <Failure error={error} title="Could not add the document" />}
      <Stack gap={12}>
        <TextInput
          label="Name"
          withAsterisk
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={error && placed['name']}
        />
        <UserDataEditor
          label="Document text"
          value={text}
          onChange={setText}
          error={error && placed['text']}
        />
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button onClick={() => void save()} loading={loading} disabled={!name.trim()}>
            Add document
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
