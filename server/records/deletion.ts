import type { EntityManager, FilterQuery } from '@mikro-orm/core';
import { archive } from '../archive/archive.ts';
import { namedDocuments, type NamedKinds } from '../archive/named-documents.ts';
import { lockRecords } from '../database/transaction.ts';
import { firstFew, maxNamed, type Problems } from '../errors.ts';
import { bulkResult } from '../graphql/bulk.ts';
import type { Context } from '../graphql/context.ts';
import { findByRefs, findForInput, missing, type Referable } from '../graphql/references.ts';
import { expectVersion } from '../graphql/version.ts';
import {
  findGuarded,
  mayAssignRoles,
  mayNotAssign,
  whyKept,
  type MachinesWith,
} from '../instances/role-guard.ts';

/** A record to delete, and the field that names it. */
interface DeletionCandidate<Entity> {
  record: Entity;
  field: string | (string | number)[];
}

/** The records that use another one, and keep it so. */
export interface Users<Entity, User extends { title: string } = { title: string }> {
  // oxlint-disable-next-line typescript/no-explicit-any -- constructors of entities differ in their arguments
  entity: new (...args: any[]) => User;
  of(record: Entity): FilterQuery<User>;
  orderBy?: Record<string, 'asc' | 'desc'>;
}

/** A kind of record that can be deleted. */
export interface Deletable<Entity extends Versioned> {
  of: Referable<Entity>;
  /** What payloads call one of them. */
  property: string;
  /** Nobody where it is not said. */
  // oxlint-disable-next-line typescript/no-explicit-any -- of whatever kind they are
  users?: Users<Entity, any>;
  /** The machines that boot with it, or are it: while one of them has a role, not everybody may delete it. */
  machinesWith?: MachinesWith;
  /** As what one of them is archived, so that it can be had back; where it is not said, it is gone. */
  archivedAs?: NamedKinds;
  /** Takes records out of everything that uses them, however much that is, and removes what goes with them. */
  release?(em: EntityManager, records: Entity[]): Promise<void>;
  /** Deletes records with their parts by plain statements; where it is not said, the unit of work does it. */
  remove?(em: EntityManager, records: Entity[]): Promise<void>;
}

interface Versioned {
  id: string;
  version: number;
  title: string;
}

/** Adds a problem at a record that somebody uses, naming some of them. */
async function refuseIfUsed<Entity extends Versioned>(
  em: EntityManager,
  { users }: Deletable<Entity>,
  { candidate: { record, field }, problems }: { candidate: DeletionCandidate<Entity>; problems: Problems },
): Promise<void> {
  if (!users) return;
  const { entity, orderBy = {} } = users;
  const where = users.of(record);
  const how = { limit: maxNamed + 1, orderBy, disableIdentityMap: true };
  const found: { title: string }[] = await em.find(entity, where, how as never);
  if (found.length === 0) return;
  const total = found.length > maxNamed ? await em.count(entity, where) : found.length;
  const names = found.map(({ title }) => title);
  problems.add(field, {
    code: 'DEPENDENCY_EXISTS',
    message: `${record.title} is used by ${firstFew(names, total)}.`,
    hint: 'Take it from them first, or delete it with force: true.',
  });
}

/** Adds a problem at each record that a machine with a role has, for those who may not assign roles. */
async function refuseIfGuarded<Entity extends Versioned>(
  { machinesWith }: Deletable<Entity>,
  candidates: DeletionCandidate<Entity>[],
  { em, actor, problems }: DeletionContext,
): Promise<void> {
  if (!machinesWith || mayAssignRoles(actor)) return;
  const guarded = await findGuarded(em, machinesWith, [...new Set(candidates.map(({ record }) => record))]);
  for (const { record, field } of candidates)
    if (guarded.has(record)) problems.add(field, mayNotAssign(whyKept(record.title, guarded.get(record)!)));
}

type DeletionContext = Pick<Context, 'em' | 'actor' | 'problems'>;

/** Deletes the one record that an input names. @throws every problem at once */
export async function deleteOne<Entity extends Versioned>(
  kind: Deletable<Entity>,
  { id, ifVersion, force = false }: { id: string; ifVersion?: number | null; force?: boolean },
  context: DeletionContext,
): Promise<Entity> {
  const { em, problems } = context;
  const record = await findForInput(em, kind.of, { ref: id, field: 'id', problems });
  if (record && !(await lockRecords(em, kind.of.entity, [record])).has(record))
    problems.add('id', missing(kind.of, id));
  problems.throwIfAny();
  expectVersion(record!, ifVersion);
  const candidate = { record: record!, field: 'id' };
  await refuseIfGuarded(kind, [candidate], context);
  if (!force) await refuseIfUsed(em, kind, { candidate, problems });
  problems.throwIfAny();
  await removeAll(em, kind, [record!]);
  return record!;
}

/** Deletes many records: all of them, or with `atomic: false` those that nothing keeps. One result a reference. */
export async function deleteMany<Entity extends Versioned>(
  kind: Deletable<Entity>,
  { ids, atomic, force = false }: { ids: string[]; atomic: boolean; force?: boolean },
  context: DeletionContext,
) {
  const { em, problems } = context;
  const { of, property } = kind;
  const found = await findByRefs(em, of, ids.filter(Boolean));
  const locked = await lockRecords(em, of.entity, [...new Set(found.values())]);
  const candidates = ids.flatMap((ref, index) => {
    const record = found.get(ref);
    if (record && locked.has(record)) return [{ record, field: ['ids', index] }];
    if (ref !== undefined) problems.add(['ids', index], missing(of, ref));
    return [];
  });
  await refuseIfGuarded(kind, candidates, context);
  if (!force) for (const candidate of candidates) await refuseIfUsed(em, kind, { candidate, problems });
  if (atomic) problems.throwIfAny();
  const good = candidates.filter(({ field }) => !problems.at(...field).any);
  await removeAll(em, kind, [...new Set(good.map(({ record }) => record))]);
  return {
    results: ids.map((ref, index) =>
      bulkResult(index, problems.at('ids', index), { [property]: found.get(ref) }),
    ),
  };
}

async function removeAll<Entity extends Versioned>(
  em: EntityManager,
  kind: Deletable<Entity>,
  records: Entity[],
): Promise<void> {
  const ids = records.map(({ id }) => id);
  if (kind.archivedAs) await archive(em, kind.archivedAs, await namedDocuments(em, kind.archivedAs, ids));
  await kind.release?.(em, records);
  if (kind.remove) return kind.remove(em, records);
  for (const record of records) em.remove(record);
}
