import {
  ChangeSetType,
  type EntityManager,
  type EventSubscriber,
  type FlushEventArgs,
  type TransactionEventArgs,
} from '@mikro-orm/core';
import { Job } from './job.entity.ts';

/** Calls back as soon as new jobs are committed, so that this server begins at once. */
export class JobSubscriber implements EventSubscriber {
  private readonly makers = new WeakSet<EntityManager>();

  constructor(private readonly onMade: () => void) {}

  onFlush({ em, uow }: FlushEventArgs): void {
    const isNew = uow
      .getChangeSets()
      .some(({ entity, type }) => entity instanceof Job && type === ChangeSetType.CREATE);
    if (isNew) this.makers.add(em);
  }

  afterTransactionCommit({ em, transaction }: TransactionEventArgs): void {
    if (transaction && 'savepointName' in transaction) return;
    if (this.makers.delete(em)) this.onMade();
  }

  afterTransactionRollback({ em }: TransactionEventArgs): void {
    this.makers.delete(em);
  }
}
