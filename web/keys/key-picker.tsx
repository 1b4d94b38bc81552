'use client';

import { useQuery } from '@apollo/client/react';
import { Button, Group, MultiSelect } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useMay } from '../access/viewer';
import { graphql } from '../generated';
import { NewKeyModal } from './new-key-modal';

const KeyChoicesQuery = graphql(`
  query KeyChoices($search: String) {
    sshKeys(first: 200, search: $search, orderBy: { field: NAME }) {
      totalCount
      nodes {
        id
        name
        comment
      }
    }
  }
`);

type Props = { value?: string[]; onChange?: (ids: string[]) => void; error?: ReactNode };

/** A field for the keys of an instance, in the order of choice; a new key can be added in a dialog. */
export function KeyPicker({ value = [], onChange, error }: Props) {
  const mayWrite = useMay('keys:write');
  const [words, setWords] = useState('');
  const [search] = useDebouncedValue(words, 150);
  const [making, setMaking] = useState(false);
  const { data: all } = useQuery(KeyChoicesQuery, { variables: { search: null } });
  const large = (all?.sshKeys.totalCount ?? 0) > 200;
  const { data: found } = useQuery(KeyChoicesQuery, {
    variables: { search: search || null },
    skip: !large || !search,
  });
  const known = new Map(
    [...(all?.sshKeys.nodes ?? []), ...(found?.sshKeys.nodes ?? [])].map((key) => [key.id, key]),
  );
  for (const id of value) if (!known.has(id)) known.set(id, { id, name: id, comment: '' });
  return (
    <div>
      <MultiSelect
        label="SSH keys"
        description="The first one chosen has number 0 in the metadata"
        placeholder={value.length > 0 ? undefined : 'None'}
        searchable
        searchValue={words}
        onSearchChange={setWords}
        nothingFoundMessage="No matches"
        data={[...known.values()].map(({ id, name }) => ({ value: id, label: name }))}
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
            New key
          </Button>
        </Group>
      )}
      {making && <NewKeyModal onClose={() => setMaking(false)} onMade={(id) => onChange?.([...value, id])} />}
    </div>
  );
}
