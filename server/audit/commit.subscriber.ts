import type { EventSubscriber, FlushEventArgs, TransactionEventArgs } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sqlite';
import { changeOf, type ChangedSubject, type Change } from '../changes/change.ts';
import { changeStatements } from '../changes/change-log.ts';
import { isSqliteManager } from '../database/transaction.ts';
import { AuditEntry } from './audit-entry.entity.ts';
import { auditedSubjects, clearSubjects, noteSubjects } from './audited-subjects.ts';

/** Called after a commit, with the subjects of its history entries. The mutation waits for the returned promise. */
export type CommitListener = (change: Change, subjects: readonly ChangedSubject[]) => Promise<void> | void;

interface CommitParts {
  listener: CommitListener | undefined;
  /** Types of which nothing is served to a machine: their changes are not published. */
  apiOnlyTypes: ReadonlySet<string>;
}

/**
 * Publishes the changes of a transaction, as the history has them: to readers of the change table, which it writes in
 * the transaction, and to this server right after the commit, before the mutation is answered.
 */
export class CommitSubscriber implements EventSubscriber {
  constructor(private readonly parts: CommitParts) {}

  onFlush({ em, uow }: FlushEventArgs): void {
    const entities = uow.getChangeSets().map(({ entity }) => entity);
    noteSubjects(
      em,
      entities.filter((entity) => entity instanceof AuditEntry),
    );
  }

  async beforeTransactionCommit({ em, transaction }: TransactionEventArgs): Promise<void> {
    const change = changeOf(auditedSubjects(em), this.parts.apiOnlyTypes);
    if (!change || (transaction && 'savepointName' in transaction)) return;
    const connection = (em as SqlEntityManager).getConnection();
    for (const { sql, parameters } of changeStatements(isSqliteManager(em) ? 'sqlite' : 'postgresql', change))
      await connection.execute(sql, parameters, 'run', transaction);
  }

  async afterTransactionCommit({ em, transaction }: TransactionEventArgs): Promise<void> {
    if (transaction && 'savepointName' in transaction) return;
    const subjects = auditedSubjects(em);
    const change = changeOf(subjects, this.parts.apiOnlyTypes);
    clearSubjects(em);
    if (change) await this.parts.listener?.(change, subjects);
  }

  afterTransactionRollback({ em }: TransactionEventArgs): void {
    clearSubjects(em);
  }
}
