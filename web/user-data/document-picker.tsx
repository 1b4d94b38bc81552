'use client';

import { useQuery } from '@apollo/client/react';
import { Button, Group, Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useMay } from '../access/viewer';
import { graphql } from '../generated';
import { NewDocumentModal } from './new-document-modal';

const DocumentChoicesQuery = graphql(`
  query DocumentChoices($search: String) {
    userDataDocuments(first: 200, search: $search, orderBy: { field: NAME }) {
      totalCount
      nodes {
        id
        name
      }
    }
  }
`);

type Props = { value?: string | null; onChange?: (id: string | null) => void; error?: ReactNode };

/** A field for one of the shared documents; a new one can be added in a dialog. */
export function DocumentPicker({ value = null, onChange, error }: Props) {
  const mayWrite = useMay('user-data:write');
  const [words, setWords] = useState('');
  const [search] = useDebouncedValue(words, 150);
  const [making, setMaking] = useState(false);
  const { data: all } = useQuery(DocumentChoicesQuery, { variables: { search: null } });
  const large = (all?.userDataDocuments.totalCount ?? 0) > 200;
  const { data: found } = useQuery(DocumentChoicesQuery, {
    variables: { search: search || null },
    skip: !large || !search,
  });
  const nodes = [...(all?.userDataDocuments.nodes ?? []), ...(found?.userDataDocuments.nodes ?? [])];
  const known = new Map(nodes.map(({ id, name }) => [id, name ?? id]));
  if (value && !known.has(value)) known.set(value, value);
  return (
    <div>
      <Select
        label="Document"
        placeholder="Choose one"
        searchable
        searchValue={words}
        onSearchChange={setWords}
        nothingFoundMessage="No matches"
        data={[...known].map(([id, name]) => ({ value: id, label: name }))}
        value={value}
        onChange={onChange}
        error={error}
      />
      {mayWrite && (
        <Group mt={8}>
          <Button
            variant="default"
            size="xs"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => setMaking(true)}
          >
            New document
          </Button>
        </Group>
      )}
      {making && <NewDocumentModal onClose={() => setMaking(false)} onMade={(id) => onChange?.(id)} />}
    </div>
  );
}
