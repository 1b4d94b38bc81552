import { setImmediate } from 'node:timers/promises';
import type { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sqlite';
import { placeholdersFor } from '../database/plain-rows.ts';
import { inTransaction } from '../database/transaction.ts';

/** The number of contents that the history of one object keeps; older entries say the hash, size and kind alone. */
const maxContents = 1_000;

/** Forgets the oldest contents of objects whose history has more than `maxContents`. @returns the number forgotten */
export async function pruneAuditContents(em: EntityManager): Promise<number> {
  const long: { subject_id: string; count: number | string }[] = await sql(em).execute(
    `select "subject_id", count(*) as "count" from "audit_content" group by "subject_id" having count(*) > ${maxContents}`,
    [],
    { connectionType: 'read' },
  );
  for (const { subject_id: subject, count } of long) {
    await inTransaction(em, () => forgetOldest(em, subject, Number(count) - maxContents));
    await setImmediate(); // lets other requests run
  }
  return long.reduce((sum, { count }) => sum + Number(count) - maxContents, 0);
}

/** Ids of entries are in the order of their times. */
const forgetOldest = (em: EntityManager, subject: string, count: number) =>
  sql(em).execute(
    `delete from "audit_content" where ("entry_id", "sha256") in (
       select "entry_id", "sha256" from "audit_content" where "subject_id" = ? order by "entry_id", "sha256" limit ?)`,
    [subject, count],
    'run',
  );

/** Forgets all contents in the histories of objects that are removed for good. @returns their hashes */
export async function forgetContents(em: EntityManager, subjects: string[]): Promise<string[]> {
  if (subjects.length === 0) return [];
  const where = `where "subject_id" in (${placeholdersFor(subjects)})`;
  const found: { sha256: string }[] = await sql(em).execute(
    `select distinct "sha256" from "audit_content" ${where}`,
    subjects,
  );
  await sql(em).execute(`delete from "audit_content" ${where}`, subjects, 'run');
  return found.map(({ sha256 }) => sha256);
}

const sql = (em: EntityManager) => em as SqlEntityManager;
