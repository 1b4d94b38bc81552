'use client';

import { useQuery } from '@apollo/client/react';
import { Select, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { parseAsString, useQueryState } from 'nuqs';
import { useEffect, useState } from 'react';
import type { MetadataEntryFragment, MetadataOfFragment } from '../generated/graphql';
import { Failure } from '../parts/failure';
import { Loading } from '../parts/loading';
import { type DataSource, dataSourceChoices, dataSourceOf, startOf } from './data-source';
import { MetadataAnswerQuery, MetadataTreeQuery } from './metadata-queries';
import { MetadataReply } from './metadata-reply';
import { MetadataSources } from './metadata-sources';
import { pruned, treeOf } from './metadata-tree';
import { MetadataTreeView } from './metadata-tree-view';
import classes from './metadata-tab.module.css';

/** The maximum number of entries that the API returns. */
const maxEntries = 2_000;

/** The entries of a tree, loaded with one query. OpenStack serves the EC2 tree below `/ec2` too. */
function useEntries(id: string, { name, root, version }: DataSource) {
  const variables = { id, dataSource: name, version };
  const { data, error, refetch } = useQuery(MetadataTreeQuery, { variables });
  const found = data?.instance?.metadataTree;
  const entries = root === '/ec2/' ? found?.map((entry) => ({ ...entry, path: `/ec2${entry.path}` })) : found;
  return { entries, error, retry: () => void refetch() };
}

/** The metadata of this machine: the tree of one version, and the raw answer at any path. */
export function MetadataTab({ instance }: { instance: MetadataOfFragment }) {
  const [path, setPath] = useQueryState('path', parseAsString.withDefault('/latest/meta-data/'));
  const [words, setWords] = useState('');
  const dataSource = dataSourceOf(path);
  const { entries, error, retry } = useEntries(instance.id, dataSource);
  const tree = entries && treeOf(entries);
  const shown = tree && pruned(tree, words.trim());
  return (
    <div className={classes.tab}>
      <div className={classes.tools}>
        <Select
          label="Tree"
          allowDeselect={false}
          data={dataSourceChoices}
          value={dataSource.name}
          onChange={(name) => name && void setPath(startOf(name))}
        />
        <VersionChoice
          id={instance.id}
          dataSource={dataSource}
          onChange={(next) => void setPath(startOf(dataSource.name, next, dataSource.root))}
        />
        <TextInput
          label="Find path"
          placeholder="public-keys"
          spellCheck={false}
          leftSection={<IconSearch size={15} aria-hidden />}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
        <PathField path={path} onAsk={(next) => void setPath(next)} />
      </div>
      <div className={classes.panes}>
        <section className={classes.tree} aria-label={`Everything under ${dataSource.top}`}>
          {error && !entries && <Failure error={error} title="Could not load the tree" onRetry={retry} />}
          {!entries && !error && <Loading rows={14} height={24} />}
          {shown?.children && (
            <MetadataTreeView nodes={shown.children} selected={path} onSelect={(to) => void setPath(to)} />
          )}
          {entries && !tree && <p className="muted">There is no version {dataSource.version}.</p>}
          {entries?.length === maxEntries && (
            <p className="muted">These are the first {maxEntries} paths. Enter any other one above.</p>
          )}
          {tree && !shown && <p className="muted">No path or value contains {words}.</p>}
        </section>
        <MetadataReply
          instance={instance}
          path={path}
          sources={entries && <MetadataSources entry={entryAt(entries, path)} instance={instance} />}
        />
      </div>
    </div>
  );
}

/** The entry of a path, also of a directory without its slash. */
const entryAt = (entries: MetadataEntryFragment[], path: string) =>
  entries.find((entry) => entry.path === path || entry.path === `${path}/`);

type VersionProps = { id: string; dataSource: DataSource; onChange: (next: string) => void };

/** A field to choose the version; disabled for NoCloud, which has none. */
function VersionChoice({ id, dataSource: { name, root, version }, onChange }: VersionProps) {
  const { data } = useQuery(MetadataAnswerQuery, { variables: { id, path: root }, skip: name === 'NOCLOUD' });
  const versions = data?.instance?.metadata.entries?.map((entry) => entry.replace(/\/$/, '')) ?? [];
  return (
    <Select
      label="Version"
      allowDeselect={false}
      disabled={name === 'NOCLOUD'}
      data={[...new Set(['latest', version, ...versions])]}
      value={version}
      onChange={(next) => next && onChange(next)}
    />
  );
}

function PathField({ path, onAsk }: { path: string; onAsk: (path: string) => void }) {
  const [typed, setTyped] = useState(path);
  useEffect(() => setTyped(path), [path]);
  return (
    <form
      className={classes.path}
      onSubmit={(event) => {
        event.preventDefault();
        onAsk(typed.startsWith('/') ? typed : `/${typed}`);
      }}
    >
      <TextInput
        label="Path"
        spellCheck={false}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
    </form>
  );
}
