'use client';

import { useApolloClient, useQuery } from '@apollo/client/react';
import { Select, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { parseAsString, useQueryState } from 'nuqs';
import { useCallback, useEffect, useState } from 'react';
import type { WireSourceFragment } from '../generated/graphql';
import { Failure } from '../parts/failure';
import { Loading } from '../parts/loading';
import { growTree, pruned, type WireNode } from './wire-tree';
import { askTogether } from './wire-ask';
import { WireAnswerQuery } from './wire-query';
import { WireReply } from './wire-reply';
import { WireTreeView } from './wire-tree-view';
import classes from './wire.module.css';

function useTree(id: string, version: string) {
  const client = useApolloClient();
  const [tree, setTree] = useState<WireNode>();
  const [error, setError] = useState<unknown>();
  const load = useCallback(() => {
    let current = true;
    setError(undefined);
    growTree(askTogether(client, id), version).then(
      (grown) => current && setTree(grown),
      (problem: unknown) => current && setError(problem),
    );
    return () => {
      current = false;
    };
  }, [client, id, version]);
  useEffect(load, [load]);
  return { tree, error, retry: load };
}

/** What this machine sees: the tree of one version, and the raw answer to any path. */
export function Wire({ instance }: { instance: WireSourceFragment }) {
  const [path, setPath] = useQueryState('path', parseAsString.withDefault('/latest/meta-data/'));
  const [words, setWords] = useState('');
  const version = path.split('/')[1] || 'latest';
  const { tree, error, retry } = useTree(instance.id, version);
  const shown = tree && pruned(tree, words.trim());
  return (
    <div className={classes.wire}>
      <div className={classes.tools}>
        <VersionChoice
          id={instance.id}
          version={version}
          onChange={(next) => void setPath(`/${next}/meta-data/`)}
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
        <section className={classes.tree} aria-label={`Everything under /${version}`}>
          {error !== undefined && (
            <Failure error={error} title="The tree could not be read" onRetry={retry} />
          )}
          {!tree && error === undefined && <Loading rows={14} height={24} />}
          {shown?.children && (
            <WireTreeView nodes={shown.children} selected={path} onSelect={(to) => void setPath(to)} />
          )}
          {tree && !shown && <p className="muted">No path or value contains {words}.</p>}
        </section>
        <WireReply instance={instance} path={path} />
      </div>
    </div>
  );
}

function VersionChoice({
  id,
  version,
  onChange,
}: {
  id: string;
  version: string;
  onChange: (next: string) => void;
}) {
  const { data } = useQuery(WireAnswerQuery, { variables: { id, path: '/' } });
  const versions = data?.instance?.metadata.entries?.map((entry) => entry.replace(/\/$/, '')) ?? [];
  return (
    <Select
      label="Version"
      allowDeselect={false}
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
        label="Ask any path"
        spellCheck={false}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
    </form>
  );
}
