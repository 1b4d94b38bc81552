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
    node(id: $subjectId) {
      id
      ... on Instance {
        history(first: 20, after: $after) {
          ...HistoryPage
        }
      }
      ... on SshKey {
        history(first: 20, after: $after) {
          ...HistoryPage
        }
      }
      ... on UserData {
        history(first: 20, after: $after) {
          ...HistoryPage
        }
      }
      ... on Vpc {
        history(first: 20, after: $after) {
          ...HistoryPage
        }
      }
      ... on Subnet {
        history(first: 20, after: $after) {
          ...HistoryPage
        }
      }
      ... on SecurityGroup {
        history(first: 20, after: $after) {
          ...HistoryPage
        }
      }
      ... on IamRole {
        history(first: 20, after: $after) {
          ...HistoryPage
        }
      }
    }
  }
  fragment HistoryPage on AuditEntryConnection {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    nodes {
      ...AuditEntry
    }
  }
`);

/** The history of an object: author, time, origin and fields of each change, the newest first. */
export function History({ subjectId }: { subjectId: string }) {
  const { data, error, refetch, fetchMore } = useQuery(HistoryQuery, {
    variables: { subjectId },
    fetchPolicy: 'no-cache',
  });
  const node = data?.node;
  const page = node && 'history' in node ? node.history : undefined;
  if (error)
    return <Failure error={error} title="Could not load the history" onRetry={() => void refetch()} />;
  if (!data) return <Loading rows={6} />;
  if (!page || page.nodes.length === 0) return <EmptyState title="No changes yet" />;
  const more = () =>
    fetchMore({
      variables: { after: page.pageInfo.endCursor },
      updateQuery: (previous, { fetchMoreResult: next }) => {
        if (!previous.node || !('history' in previous.node)) return previous;
        if (!next.node || !('history' in next.node)) return previous;
        const nodes = [...previous.node.history.nodes, ...next.node.history.nodes];
        return { ...next, node: { ...next.node, history: { ...next.node.history, nodes } } };
      },
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
