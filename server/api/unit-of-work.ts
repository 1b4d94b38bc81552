import { setImmediate } from 'node:timers/promises';
import type { EntityManager } from '@mikro-orm/core';
import type { MiddlewareFn } from 'type-graphql';
import type { Actor } from '../access/actor.ts';
import { AuditAction, ActorKind } from '../audit/audit-entry.entity.ts';
import { setAuthor } from '../audit/author.ts';
import { outcomeOf } from '../audit/outcome.ts';
import { BaseRecord } from '../database/record.ts';
import { beginWriting, rollBack } from '../database/transaction.ts';
import { describeOutage } from '../database/describe-outage.ts';
import { Problems, Refusal } from '../errors.ts';
import type { Context } from '../graphql/context.ts';
import type { Deadline } from '../graphql/deadline.ts';
import { slowWorkOf } from '../graphql/slow-work.ts';
import { flushAsExpected } from '../graphql/version.ts';
import { BulkSummary, Outcome, type BulkResult } from '../graphql/payload.ts';

/**
 * Runs each mutation in its own fork of the entity manager and its own transaction: flushed and committed when the
 * resolver returns, rolled back when it throws or when the input says `dryRun`. The outcomes are filled in from what
 * was really written. Slow work that the mutation declares is done before, while no other change waits for a lock.
 * Between these steps it yields to the event loop, which SQLite alone never does.
 */
export const unitOfWork: MiddlewareFn<Context> = async (data, next) => {
  const { context, info, args } = data;
  if (info.parentType.name !== 'Mutation') return next();
  const em = context.em.fork();
  context.em = em;
  try {
    context.problems = new Problems();
    await slowWorkOf(info)?.do(data);
    context.problems = new Problems();
    await begin(em, context.deadline);
    setAuthor(em, () => authorIn(context));
    const payload: unknown = await next();
    await setImmediate();
    await flushAsExpected(em);
    await setImmediate();
    fillOutcomes(payload);
    if (isDryRun(args)) await em.rollback();
    else await commit(em);
    return payload;
  } catch (error) {
    if (em.isInTransaction()) await rollBack(em).catch(() => {});
    throw unavailable(error, consequences.nothing);
  }
};

/** Begins, or waits until the deadline: another change may hold the one connection of SQLite for long. */
const begin = (em: EntityManager, deadline: Deadline | undefined): Promise<void> =>
  deadline ? deadline.waitFor(beginWriting(em), () => rollBack(em)) : beginWriting(em);

const consequences = {
  nothing: 'Nothing was changed: try again in a moment.',
  unknown: 'Whether the change was made is not known: look, or send an upsert again.',
};

/** Commits. If the connection breaks here, the outcome is unknown; if the disk is full, nothing was changed. */
async function commit(em: EntityManager): Promise<void> {
  try {
    await em.commit();
  } catch (error) {
    const isFull = /^(SQLITE_FULL|53100)$/.test(String((error as { code?: unknown }).code));
    throw unavailable(error, isFull ? consequences.nothing : consequences.unknown);
  }
}

/** The refusal when the database is unavailable; any other error is returned as it is. */
function unavailable(error: unknown, consequence: string): unknown {
  const why = error instanceof Refusal ? undefined : describeOutage(error);
  return why ? new Refusal('SERVICE_UNAVAILABLE', `${why} ${consequence}`) : error;
}

const isDryRun = (args: Record<string, unknown>) =>
  (args.input as { dryRun?: boolean } | undefined)?.dryRun === true;

/** The author as the actor is now: signing in replaces the actor. */
const authorIn = ({ actor, requestId }: Context) => ({ ...identityOf(actor), requestId });

function identityOf(actor: Actor): { kind: ActorKind; id: string | null; name: string } {
  if (actor.kind === 'NOBODY') return { kind: ActorKind.NOBODY, id: null, name: 'nobody' };
  return { kind: ActorKind[actor.kind], id: 'id' in actor ? actor.id : null, name: actor.name };
}

function fillOutcomes(payload: unknown): void {
  if (typeof payload !== 'object' || payload === null) return;
  if (!('results' in payload)) return void fillOutcome(payload);
  const summary = new BulkSummary();
  const counted = new Set<BaseRecord>();
  for (const result of payload.results as BulkResult[]) {
    if (!result.error) fillOutcome(result, counted);
    const key = (result.outcome ?? 'failed').toLowerCase() as keyof BulkSummary;
    summary[key] += 1;
  }
  Object.assign(payload, { summary });
}

/** Fills in what was done to a record. If several items mean the same one, all but the first are UNCHANGED. */
function fillOutcome(payload: object, counted = new Set<BaseRecord>()): void {
  const record = Object.values(payload).find((value) => value instanceof BaseRecord);
  if (!record) return;
  const changed = record.ownedPart?.owner ?? record;
  const outcome = counted.has(record) ? undefined : outcomeOf(changed);
  Object.assign(payload, { outcome: outcomes[outcome ?? 'NONE'] });
  counted.add(record);
}

const outcomes: Record<AuditAction | 'NONE', Outcome> = {
  CREATED: Outcome.CREATED,
  UPDATED: Outcome.UPDATED,
  DELETED: Outcome.DELETED,
  NONE: Outcome.UNCHANGED,
};
