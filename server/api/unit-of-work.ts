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
 * resolver returns, rolled back when it refuses or when the input says `dryRun`. Then it fills in the outcomes from
 * what was really written. Slow work that the mutation declares is done before, while nobody waits for a lock. Between
 * these steps the event loop turns, which SQLite alone never lets it.
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

/** Another change may hold the one connection of SQLite for long: who waits for it does so until the deadline. */
const begin = (em: EntityManager, deadline: Deadline | undefined): Promise<void> =>
  deadline ? deadline.waitFor(beginWriting(em), () => rollBack(em)) : beginWriting(em);

const consequences = {
  nothing: 'Nothing was changed: try again in a moment.',
  unknown: 'Whether the change was made is not known: look, or send an upsert again.',
};

/** When the connection breaks at this moment, nobody can tell on which side of it; a full disk is an answer. */
async function commit(em: EntityManager): Promise<void> {
  try {
    await em.commit();
  } catch (error) {
    const isFull = /^(SQLITE_FULL|53100)$/.test(String((error as { code?: unknown }).code));
    throw unavailable(error, isFull ? consequences.nothing : consequences.unknown);
  }
}

/** What to say when the database is away; any other error as it is. */
function unavailable(error: unknown, consequence: string): unknown {
  const why = error instanceof Refusal ? undefined : describeOutage(error);
  return why ? new Refusal('SERVICE_UNAVAILABLE', `${why} ${consequence}`) : error;
}

const isDryRun = (args: Record<string, unknown>) =>
  (args.input as { dryRun?: boolean } | undefined)?.dryRun === true;

/** The actor of this moment: signing in makes somebody of nobody. */
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

/** What was done to a record is said once: where the items of an input mean the same, at the first of them. */
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
