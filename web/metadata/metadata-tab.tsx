'use client';

import { useApolloClient, useQuery } from '@apollo/client/react';
import { Select, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { parseAsString, useQueryState } from 'nuqs';
import { useCallback, useEffect, useState } from 'react';
import type { MetadataSourceFragment } from '../generated/graphql';
import { Failure } from '../parts/failure';
import { Loading } from '../parts/loading';
import { type DataSource, dataSourceChoices, dataSourceOf, startOf } from './data-source';
import { growTree, pruned, type MetadataNode } from './metadata-tree';
import { askTogether } from './ask-together';
import { MetadataAnswerQuery } from './metadata-answer-query';
import { MetadataReply } from './metadata-reply';
import { MetadataTreeView } from './metadata-tree-view';
import classes from './metadata-tab.module.css';

function useTree(id: string, { name, top }: DataSource) {
  const client = useApolloClient();
  const [tree, setTree] = useState<MetadataNode>();
  const [error, setError] = useState<unknown>();
  const load = useCallback(() => {
    let current = true;
    setError(undefined);
    setTree((before) => (before?.path === top ? before : undefined));
    growTree(askTogether(client, id), { name, top }).then(
      (grown) => current && setTree(grown),
      (problem: unknown) => current && setError(problem),
    );
    return () => {
      current = false;
    };
  }, [client, id, name, top]);
  useEffect(load, [load]);
  return { tree, error, retry: load };
}

/** The metadata of this machine: the tree of one version, and the raw answer at any path. */
export function MetadataTab({ instance }: { instance: MetadataSourceFragment }) {
  const [path, setPath] = useQueryState('path', parseAsString.withDefault('/latest/meta-data/'));
  const [words, setWords] = useState('');
  const dataSource = dataSourceOf(path);
  const { tree, error, retry } = useTree(instance.id, dataSource);
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
          {error !== undefined && <Failure error={error} title="Could not load the tree" onRetry={retry} />}
          {!tree && error === undefined && <Loading rows={14} height={24} />}
          {shown?.children && (
            <MetadataTreeView nodes={shown.children} selected={path} onSelect={(to) => void setPath(to)} />
          )}
          {tree && !shown && <p className="muted">No path or value contains {words}.</p>}
        </section>
        <MetadataReply instance={instance} path={path} />
      </div>
    </div>
  );
}

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
      data={[...new Set(['latest', version || 'latest', ...versions])]}
      value={version || 'latest'}
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
