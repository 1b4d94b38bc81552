import type { EntityManager, FilterQuery } from '@mikro-orm/core';
import { archive } from '../archive/archive.ts';
import { namedDocuments, type NamedArchive } from '../archive/named-documents.ts';
import { lockRecords } from '../database/transaction.ts';
import { firstFew, maxNamed, type Problems } from '../errors.ts';
import { bulkResult } from '../graphql/bulk.ts';
import type { Context } from '../graphql/context.ts';
import { findByRefs, findForInput, missing, type Referable } from '../graphql/references.ts';
import { expectVersion } from '../graphql/version.ts';
import {
  findGuarded,
  mayAssignRoles,
  assignForbidden,
  describeImpersonation,
  type MachinesWith,
} from '../instances/role-guard.ts';

/** A record to delete, and the field that names it. */
interface DeletionCandidate<Entity> {
  record: Entity;
  field: string | (string | number)[];
}

/** The records that use another one: while there are any, it is deleted only with `force`. */
export interface Users<Entity, User extends { title: string } = { title: string }> {
  // oxlint-disable-next-line typescript/no-explicit-any -- constructors of entities differ in their arguments
  entity: new (...args: any[]) => User;
  of(record: Entity): FilterQuery<User>;
  orderBy?: Record<string, 'asc' | 'desc'>;
}

/** A kind of record that can be deleted. */
export interface Deletable<Entity extends Versioned> {
  of: Referable<Entity>;
  /** The property of a payload that holds one of them. */
  property: string;
  /** Undefined where no other record keeps one from being deleted. */
  // oxlint-disable-next-line typescript/no-explicit-any -- the type of the users differs by kind
  users?: Users<Entity, any>;
  /** The machines that boot with it, or are it: while one has a role, deletion needs the right to assign roles. */
  machinesWith?: MachinesWith;
  /** The way in which deleted records are archived, to be restored; undefined where they are not. */
  archived?: NamedArchive;
  /** Removes records from everything that uses them, in any number, and deletes what goes with them. */
  release?(em: EntityManager, records: Entity[]): Promise<void>;
  /** Deletes records with their parts by plain statements; if undefined, the unit of work deletes them. */
  remove?(em: EntityManager, records: Entity[]): Promise<void>;
}

interface Versioned {
  id: string;
  version: number;
  title: string;
}

/** Adds a problem at a record that others use, naming some of them. */
async function refuseIfUsed<Entity extends Versioned>(
  em: EntityManager,
  { users }: Deletable<Entity>,
  { candidate: { record, field }, problems }: { candidate: DeletionCandidate<Entity>; problems: Problems },
): Promise<void> {
  if (!users) return;
  const { entity, orderBy = {} } = users;
  const where = users.of(record);
  const options = { limit: maxNamed + 1, orderBy, disableIdentityMap: true };
  const found: { title: string }[] = await em.find(entity, where, options as never);
  if (found.length === 0) return;
  const total = found.length > maxNamed ? await em.count(entity, where) : found.length;
  const names = found.map(({ title }) => title);
  problems.add(field, {
    code: 'DEPENDENCY_EXISTS',
    message: `${record.title} is used by ${firstFew(names, total)}.`,
    hint: 'Take it from them first, or delete it with force: true.',
  });
}

/** Adds a problem at each record that a machine with a role has, unless the actor may assign roles. */
async function refuseIfGuarded<Entity extends Versioned>(
  { machinesWith }: Deletable<Entity>,
  candidates: DeletionCandidate<Entity>[],
  { em, actor, problems }: DeletionContext,
): Promise<void> {
  if (!machinesWith || mayAssignRoles(actor)) return;
  const guarded = await findGuarded(em, machinesWith, [...new Set(candidates.map(({ record }) => record))]);
  for (const { record, field } of candidates)
    if (guarded.has(record))
      problems.add(field, assignForbidden(describeImpersonation(record.title, guarded.get(record)!)));
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

/** Deletes many records: all of them, or with `atomic: false` those without a problem. One result per reference. */
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
  const deletable = candidates.filter(({ field }) => !problems.at(...field).any);
  await removeAll(em, kind, [...new Set(deletable.map(({ record }) => record))]);
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
  const { archived } = kind;
  if (archived) await archive(em, archived.kind, await namedDocuments(em, archived, ids));
  await kind.release?.(em, records);
  if (kind.remove) return kind.remove(em, records);
  for (const record of records) em.remove(record);
}
