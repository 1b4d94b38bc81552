import { setImmediate } from 'node:timers/promises';
import type { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sqlite';
import { placeholdersFor } from '../database/plain-rows.ts';
import { inTransaction, isSqliteManager } from '../database/transaction.ts';
import { Content } from './content.entity.ts';

/** The time for which an unreferenced content is kept, in milliseconds: a new one is referred to soon after. */
const unusedForMs = 60 * 60 * 1000;

/** The maximum number of contents that are checked between two turns of the event loop. */
const maxAtOnce = 500;

/**
 * Removes the contents to which nothing has referred for an hour, a few hundred at a time.
 * @returns the number removed
 */
export async function pruneContents(em: EntityManager, now: Date): Promise<number> {
  const usedBefore = new Date(now.getTime() - unusedForMs);
  let removed = 0;
  for (let after = ''; ; await setImmediate()) {
    const seen = await lookAt(em, { after, usedBefore });
    const removable = seen.flatMap(({ sha256, isUnused }) => (isUnused ? sha256 : []));
    if (removable.length > 0) removed += await inTransaction(em, () => remove(em, removable, usedBefore));
    if (seen.length < maxAtOnce) return removed;
    after = seen.at(-1)!.sha256;
  }
}

/**
 * Removes unreferenced contents at once, so that they cannot be read any more. A transaction that is just storing one
 * of them is waited for: afterwards the content is referred to, and stays.
 */
export async function removeUnusedContents(em: EntityManager, hashes: string[]): Promise<void> {
  if (hashes.length === 0) return;
  const lock = `select "sha256" from "content" where "sha256" in (${placeholdersFor(hashes)}) order by "sha256" for update`;
  if (!isSqliteManager(em)) await sql(em).execute(lock, hashes);
  await remove(em, hashes);
}

interface Window {
  /** The hash after which it begins. */
  after: string;
  usedBefore: Date;
}

async function lookAt(
  em: EntityManager,
  { after, usedBefore }: Window,
): Promise<{ sha256: string; isUnused: boolean | 0 | 1 }[]> {
  return sql(em).execute(
    `select "sha256", ("used_at" < ? and ${unused(em)}) as "isUnused" from "content"
     where "sha256" > ? order by "sha256" limit ${maxAtOnce}`,
    [usedBefore, after],
    { connectionType: 'read' },
  );
}

async function remove(em: EntityManager, hashes: string[], usedBefore?: Date): Promise<number> {
  const ageCondition = usedBefore ? ' and "used_at" < ?' : '';
  const done = await sql(em).execute<{ affectedRows: number }>(
    `delete from "content" where "sha256" in (${placeholdersFor(hashes)})${ageCondition} and ${unused(em)}`,
    [...hashes, ...(usedBefore ? [usedBefore] : [])],
    'run',
  );
  return done.affectedRows;
}

const sql = (em: EntityManager) => em as SqlEntityManager;

/** The SQL condition that nothing refers to a content; the references come from the entities' metadata. */
function unused(em: EntityManager): string {
  const references = [...em.getMetadata().getAll().values()].flatMap(({ tableName, relations }) =>
    relations.flatMap(({ targetMeta, fieldNames }) =>
      targetMeta?.class === Content ? [{ table: tableName, column: fieldNames[0]! }] : [],
    ),
  );
  return references
    .map(
      ({ table, column }) =>
        `not exists (select 1 from "${table}" where "${table}"."${column}" = "content"."sha256")`,
    )
    .join(' and ');
}
