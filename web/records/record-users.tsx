'use client';

import type { TypedDocumentNode } from '@apollo/client';
import { useQuery } from '@apollo/client/react';
import Link from 'next/link';
import { Facts } from '../parts/facts';
import { Failure } from '../parts/failure';
import { StatusBadge } from '../parts/status-badge';
import { Loading } from '../parts/loading';
import type { Users, UserWords } from './record-kind';

type UsersQuery = TypedDocumentNode<{ record?: { id: string; used: Users } | null }, { id: string }>;
type Props = { query: UsersQuery; id: string };

const detailOf = ({ detail }: Users['nodes'][number]) => (Array.isArray(detail) ? detail[0] : detail) ?? '';

const countOf = ({ one, many }: { one: string; many: string }, count: number) =>
  `${count} ${count === 1 ? one : many}`;

/** Links to the first objects that depend on a record. */
export function RecordUsers({ query, words, id }: Props & { words: UserWords }) {
  const { data, error, refetch } = useQuery(query, { variables: { id } });
  const used = data?.record?.used;
  if (error && !used) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!used) return <Loading rows={3} />;
  const rest = used.totalCount - used.nodes.length;
  return (
    <>
      <Facts
        title={used.totalCount === 0 ? `No ${words.one} yet` : countOf(words, used.totalCount)}
        facts={used.nodes.map((node) => [
          detailOf(node) || '–',
          <Link key={node.id} href={`${words.path}/${node.id}`}>
            {node.title}
          </Link>,
        ])}
      />
      {rest > 0 &&
        (words.listPathOf ? (
          <Link href={words.listPathOf(id)}>and {rest} more</Link>
        ) : (
          <p className="muted">and {rest} more</p>
        ))}
    </>
  );
}

/** Loads the objects that a deletion affects, past the cache, which may be stale. */
export function useUsers({ query, id }: Props) {
  const { data, error } = useQuery(query, { variables: { id }, fetchPolicy: 'network-only' });
  return { used: data && (data.record?.used ?? { totalCount: 0, nodes: [] }), error };
}

/** Shows before a deletion the objects that depend on the record, and the effect on them. */
export function UsersNamed({ used, words }: { used?: Users; words: UserWords }) {
  if (!used) return <p style={{ marginTop: 0 }}>Checking what depends on it.</p>;
  if (used.totalCount === 0) return <p style={{ marginTop: 0 }}>No {words.one} depends on it.</p>;
  const rest = used.totalCount - used.nodes.length;
  return (
    <>
      <p style={{ marginTop: 0 }}>
        <StatusBadge tone="warn">
          {countOf(words, used.totalCount)} {words.fate}:
        </StatusBadge>
      </p>
      <ul>
        {used.nodes.map((node) => (
          <li key={node.id}>
            {node.title} <span className="mono muted">{detailOf(node)}</span>
          </li>
        ))}
        {rest > 0 && <li>and {rest} more</li>}
      </ul>
    </>
  );
}
