import type { EntityManager, EventSubscriber, FlushEventArgs, TransactionEventArgs } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sqlite';
import {
  changeOf,
  channel,
  type Change,
  type ChangedSubject,
  type ChangeListener,
} from '../database/change.ts';
import { isSqliteManager } from '../database/transaction.ts';
import { AuditEntry } from './audit-entry.entity.ts';

/** Bytes that PostgreSQL takes as one notification. */
const longestPayload = 7_999;

/**
 * Tells of what a transaction changed, as the history has it: whoever listens to PostgreSQL by NOTIFY, which it delivers
 * if and when it commits, and this server right after, before the mutation is answered.
 */
export class CommitSubscriber implements EventSubscriber {
  private readonly written = new WeakMap<EntityManager, ChangedSubject[]>();

  constructor(private readonly listener: ChangeListener = () => {}) {}

  onFlush({ em, uow }: FlushEventArgs): void {
    const entries = uow.getChangeSets().flatMap(({ entity }) => (entity instanceof AuditEntry ? entity : []));
    this.written.set(em, [...(this.written.get(em) ?? []), ...entries]);
  }

  async beforeTransactionCommit({ em, transaction }: TransactionEventArgs): Promise<void> {
    const change = this.changeBy(em);
    if (!change || isSqliteManager(em) || (transaction && 'savepointName' in transaction)) return;
    for (const payload of payloadsOf(change))
      await (em as SqlEntityManager)
        .getConnection()
        .execute('select pg_notify(?, ?)', [channel, payload], 'run', transaction);
  }

  async afterTransactionCommit({ em, transaction }: TransactionEventArgs): Promise<void> {
    if (transaction && 'savepointName' in transaction) return;
    const change = this.changeBy(em);
    this.written.delete(em);
    if (change) await this.listener(change);
  }

  afterTransactionRollback({ em }: TransactionEventArgs): void {
    this.written.delete(em);
  }

  private changeBy(em: EntityManager): Change | undefined {
    return changeOf(this.written.get(em) ?? []);
  }
}

/** A change as notifications that are short enough. */
function payloadsOf(change: Change): string[] {
  const payload = JSON.stringify(change);
  if (payload.length <= longestPayload) return [payload];
  const half = change.ids.length >> 1;
  const parts = [change.ids.slice(0, half), change.ids.slice(half)];
  return parts.flatMap((ids) => payloadsOf({ ...change, ids }));
}
