'use client';

import { useQuery } from '@apollo/client/react';
import Link from 'next/link';
import { graphql } from '../generated';
import { Failure } from '../parts/failure';
import { Loading } from '../parts/loading';
import { When } from '../parts/when';
import { kindOfType } from '../records/kinds';
import { actionWords } from './audit-words';
import classes from './recent-changes.module.css';

const RecentChangesQuery = graphql(`
  query RecentChanges {
    auditEntries(first: 12) {
      nodes {
        ...AuditEntry
      }
    }
  }
`);

/** The words for objects without pages. */
const otherWords: Record<string, string> = {
  User: 'user',
  ApiToken: 'API token',
  Session: 'session of',
  Secrets: 'the',
  SigningKey: 'the',
  Job: 'job',
};

/** The latest changes of all users. */
export function RecentChanges() {
  const { data, error, refetch } = useQuery(RecentChangesQuery);
  const entries = data?.auditEntries.nodes;
  if (error && !entries) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!entries) return <Loading rows={6} />;
  if (entries.length === 0) return <p className="muted">No changes yet.</p>;
  return (
    <ol className={classes.list}>
      {entries.map(({ id, at, actorName, action, subjectType, subjectId, subjectName, changes }) => (
        <li key={id}>
          <span className={classes.words}>
            <strong>{actorName}</strong> {actionWords[action]}{' '}
            {kindOfType(subjectType)?.words.one ?? otherWords[subjectType] ?? subjectType}{' '}
            {kindOfType(subjectType) && action !== 'DELETED' ? (
              <Link href={`${kindOfType(subjectType)?.path}/${subjectId}`}>{subjectName}</Link>
            ) : (
              <span>{subjectName}</span>
            )}
            {action === 'UPDATED' && (
              <span className="muted small"> {changes.map((change) => change.field).join(', ')}</span>
            )}
          </span>
          <span className="muted small">
            <When at={at} />
          </span>
        </li>
      ))}
    </ol>
  );
}
