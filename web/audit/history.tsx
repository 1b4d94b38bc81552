'use client';

import { useQuery } from '@apollo/client/react';
import { Button } from '@mantine/core';
import { graphql } from '../generated';
import { EmptyState } from '../parts/empty-state';
import { Failure } from '../parts/failure';
import { Loading } from '../parts/loading';
import { AuditEntryView } from './audit-entry-view';

const HistoryQuery = graphql(`
  query History($subjectId: ID!, $after: String) {
    auditEntries(filter: { subjectId: $subjectId }, first: 20, after: $after) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        ...AuditEntry
      }
    }
  }
`);

/** The history of an object: author, time, origin and fields of each change, the newest first. */
export function History({ subjectId }: { subjectId: string }) {
  const { data, error, refetch, fetchMore } = useQuery(HistoryQuery, {
    variables: { subjectId },
    fetchPolicy: 'no-cache',
  });
  const page = data?.auditEntries;
  if (error)
    return <Failure error={error} title="Could not load the history" onRetry={() => void refetch()} />;
  if (!data) return <Loading rows={6} />;
  if (!page || page.nodes.length === 0) return <EmptyState title="No changes yet" />;
  const more = () =>
    fetchMore({
      variables: { after: page.pageInfo.endCursor },
      updateQuery: ({ auditEntries: shown }, { fetchMoreResult: { auditEntries: next } }) => ({
        auditEntries: { ...next, nodes: [...shown.nodes, ...next.nodes] },
      }),
    });
  return (
    <>
      {page.nodes.map((entry) => (
        <AuditEntryView key={entry.id} entry={entry} />
      ))}
      {page.pageInfo.hasNextPage && (
        <Button variant="default" onClick={() => void more()}>
          Show older ({page.totalCount} in total)
        </Button>
      )}
    </>
  );
}
