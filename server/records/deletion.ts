import type { EntityManager } from '@mikro-orm/core';
import type { Problems } from '../errors.ts';
import { bulkResult } from '../graphql/bulk.ts';
import type { Context } from '../graphql/context.ts';
import { findByRefs, findForInput, missing, type Referable } from '../graphql/references.ts';
import { expectVersion } from '../graphql/version.ts';

/** A record to delete, and the field that names it. */
export interface Doomed<Entity> {
  record: Entity;
  field: string | (string | number)[];
}

/** Adds a problem at each record that has to stay, unless forced; gives what to call to delete one. */
export type PrepareDeletion<Entity> = (
  em: EntityManager,
  doomed: Doomed<Entity>[],
  how: { problems: Problems; force: boolean },
) => Promise<(record: Entity) => void>;

/** A kind of record that can be deleted. */
export interface Deletable<Entity extends Versioned> {
  of: Referable<Entity>;
  /** What payloads call one of them. */
  property: string;
  prepareDeletion: PrepareDeletion<Entity>;
}

interface Versioned {
  id: string;
  version: number;
  title: string;
}

/** Adds a problem at each record that somebody uses, naming them, unless forced. */
export function keepUsed<Entity extends { title: string }>(
  doomed: Doomed<Entity>[],
  usersOf: (record: Entity) => Iterable<{ title: string }>,
  { problems, force }: { problems: Problems; force: boolean },
): void {
  for (const { record, field } of force ? [] : doomed) {
    const users = [...new Set(usersOf(record))].map(({ title }) => title);
    const named = users.slice(0, 3).join(', ');
    const who = users.length > 3 ? `${named} and ${users.length - 3} more` : named;
    if (users.length > 0)
      problems.add(field, {
        code: 'DEPENDENCY_EXISTS',
        message: `${record.title} is used by ${who}.`,
        hint: 'Take it from them first, or delete it with force: true.',
      });
  }
}

/** Deletes the one record that an input names. @throws every problem at once */
export async function deleteOne<Entity extends Versioned>(
  { of, prepareDeletion }: Deletable<Entity>,
  { id, ifVersion, force = false }: { id: string; ifVersion?: number | null; force?: boolean },
  { em, problems }: Pick<Context, 'em' | 'problems'>,
): Promise<Entity> {
  const record = await findForInput(em, of, { ref: id, field: 'id', problems });
  problems.stop();
  expectVersion(record!, ifVersion);
  const remove = await prepareDeletion(em, [{ record: record!, field: 'id' }], { problems, force });
  problems.stop();
  remove(record!);
  return record!;
}

/** Deletes many records: all of them, or with `atomic: false` those that nothing keeps. One result a reference. */
export async function deleteMany<Entity extends Versioned>(
  { of, property, prepareDeletion }: Deletable<Entity>,
  { ids, atomic, force = false }: { ids: string[]; atomic: boolean; force?: boolean },
  { em, problems }: Pick<Context, 'em' | 'problems'>,
) {
  const found = await findByRefs(em, of, ids.filter(Boolean));
  const doomed = ids.flatMap((ref, index) => {
    const record = found.get(ref);
    if (!record && ref !== undefined) problems.add(['ids', index], missing(of, ref));
    return record ? [{ record, field: ['ids', index] }] : [];
  });
  const remove = await prepareDeletion(em, doomed, { problems, force });
  if (atomic) problems.stop();
  const good = doomed.filter(({ field }) => !problems.at(...field).any);
  for (const record of new Set(good.map((one) => one.record))) remove(record);
  return {
    results: ids.map((ref, index) =>
      bulkResult(index, problems.at('ids', index), { [property]: found.get(ref) }),
    ),
  };
}
