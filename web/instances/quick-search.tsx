'use client';

import { skipToken, useQuery } from '@apollo/client/react';
import { Kbd, UnstyledButton } from '@mantine/core';
import { useDebouncedValue, useHotkeys } from '@mantine/hooks';
import { Spotlight, spotlight } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { useRouter } from 'next/navigation';
import { type KeyboardEvent, useState } from 'react';
import { graphql } from '../generated';
import { problemOf } from '../parts/problem';
import classes from './quick-search.module.css';
import { kinds } from '../records/kinds';

const QuickSearchQuery = graphql(`
  query QuickSearch($search: String!) {
    instances(first: 8, search: $search) {
      totalCount
      nodes {
        id
        instanceId
        hostname
        addresses
        mac
      }
    }
  }
`);

const selectedAction = '.mantine-Spotlight-action[data-selected]';

/** Finds an instance from any page: by name, address, MAC, id or tag. */
export function QuickSearch() {
  const router = useRouter();
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed.trim(), 150);
  const { data, error } = useQuery(QuickSearchQuery, search ? { variables: { search } } : skipToken);
  useHotkeys([['/', () => spotlight.open()]]);
  const found = search ? (data?.instances.nodes ?? []) : [];
  const openFirst = (event: KeyboardEvent) => {
    const [first] = found;
    if (event.key !== 'Enter' || !first || document.querySelector(selectedAction)) return;
    spotlight.close();
    router.push(`${kinds.instance.path}/${first.id}`);
  };
  return (
    <>
      <UnstyledButton className={classes.button} onClick={() => spotlight.open()}>
        <IconSearch size={15} aria-hidden />
        <span className={classes.label}>Search address, MAC, name</span>
        <Kbd size="xs" className={classes.key} aria-hidden>
          Ctrl K
        </Kbd>
      </UnstyledButton>
      <Spotlight.Root
        query={typed}
        onQueryChange={setTyped}
        shortcut={['mod + K']}
        transitionProps={{ duration: 80, transition: 'fade' }}
        overlayProps={{ backgroundOpacity: 0.3 }}
        attributes={{ content: { 'aria-label': 'Quick search' } }}
      >
        <Spotlight.Search
          placeholder="Address, MAC, name, id or tag"
          onKeyDown={openFirst}
          aria-label="Search instances"
          leftSection={<IconSearch size={16} aria-hidden />}
        />
        <Spotlight.ActionsList aria-label="Instances found">
          {found.map((instance) => (
            <Spotlight.Action
              key={instance.id}
              onClick={() => router.push(`${kinds.instance.path}/${instance.id}`)}
            >
              <span className={classes.row}>
                <span className={classes.host}>{instance.hostname}</span>
                <span className="mono muted">{instance.addresses[0] ?? '–'}</span>
                <span className="mono muted">{instance.mac ?? ''}</span>
              </span>
            </Spotlight.Action>
          ))}
          {found.length === 0 && (
            <Spotlight.Empty>
              {error ? problemOf(error).cause : search ? `No matches for ${search}` : 'Type to search'}
            </Spotlight.Empty>
          )}
        </Spotlight.ActionsList>
      </Spotlight.Root>
    </>
  );
}
