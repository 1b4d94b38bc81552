import { setImmediate } from 'node:timers/promises';
import type { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sqlite';
import { placeholdersFor } from '../database/plain-rows.ts';
import { inTransaction } from '../database/transaction.ts';

/** The number of contents that the history of one object keeps; older entries say the hash, size and kind alone. */
const maxContents = 1_000;

/** The maximum number of objects that are looked at, and of contents that are forgotten, by one statement. */
const maxAtOnce = 500;

/** Forgets the oldest contents of objects whose history has more than `maxContents`. @returns the number forgotten */
export async function pruneAuditContents(em: EntityManager): Promise<number> {
  let forgotten = 0;
  for (let after = ''; ; await setImmediate()) {
    const subjects = await subjectsAfter(em, after);
    for (const subject of await longHistories(em, subjects)) forgotten += await forgetOldest(em, subject);
    if (subjects.length < maxAtOnce) return forgotten;
    after = subjects.at(-1)!;
  }
}

const subjectsAfter = async (em: EntityManager, after: string): Promise<string[]> =>
  idsIn(
    await read(
      em,
      `select distinct "subject_id" as "id" from "audit_content" where "subject_id" > ? order by 1 limit ${maxAtOnce}`,
      [after],
    ),
  );

const longHistories = async (em: EntityManager, subjects: string[]): Promise<string[]> =>
  subjects.length === 0
    ? []
    : idsIn(
        await read(
          em,
          `select "subject_id" as "id" from "audit_content" where "subject_id" in (${placeholdersFor(subjects)})
           group by "subject_id" having count(*) > ${maxContents}`,
          subjects,
        ),
      );

/** Ids of entries are in the order of their times. */
async function forgetOldest(em: EntityManager, subject: string): Promise<number> {
  const text = `delete from "audit_content" where ("entry_id", "sha256") in (
    select "entry_id", "sha256" from "audit_content" where "subject_id" = ?
    order by "entry_id" desc, "sha256" desc limit ${maxAtOnce} offset ${maxContents})`;
  for (let forgotten = 0; ; await setImmediate()) {
    const { affectedRows } = await inTransaction(em, () =>
      sql(em).execute<{ affectedRows: number }>(text, [subject], 'run'),
    );
    forgotten += affectedRows;
    if (affectedRows < maxAtOnce) return forgotten;
  }
}

/** The hashes of the contents in the history of an object. */
export const contentsInHistory = async (em: EntityManager, subject: string): Promise<string[]> =>
  idsIn(
    await sql(em).execute(`select distinct "sha256" as "id" from "audit_content" where "subject_id" = ?`, [
      subject,
    ]),
  );

/** Forgets all contents in the histories of objects that are removed for good. */
export async function forgetContents(em: EntityManager, subjects: string[]): Promise<void> {
  if (subjects.length === 0) return;
  const text = `delete from "audit_content" where "subject_id" in (${placeholdersFor(subjects)})`;
  await sql(em).execute(text, subjects, 'run');
}

const sql = (em: EntityManager) => em as SqlEntityManager;
const read = (em: EntityManager, text: string, values: string[]): Promise<{ id: string }[]> =>
  sql(em).execute(text, values, { connectionType: 'read' });
const idsIn = (rows: { id: string }[]) => rows.map(({ id }) => id);
