import type { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sqlite';
import { AuditAction, type AuditEntry } from '../audit/audit-entry.entity.ts';
import { authorOf } from '../audit/author.ts';
import { entryBy } from '../audit/entry-by.ts';
import { inTransaction } from '../database/transaction.ts';
import type { Encryption } from '../encryption.ts';
import { encryptedColumns, type EncryptedColumn } from './encrypted-columns.ts';

/** The maximum number of secrets per transaction. */
const maxTogether = 500;

/** The result of a rotation. */
export interface Rotation {
  /** The number of secrets that were re-encrypted with SECRET_KEY. */
  reencrypted: number;
  /** The names of secrets that no key decrypts and that are still needed. */
  lost: string[];
  /** The names of secrets that no key decrypts and that nothing needs any more. */
  lostUnused: string[];
}

interface SecretRow {
  id: string;
  encrypted: string;
  title: string;
  isUsed: boolean | 0 | 1;
}

/**
 * Re-encrypts with SECRET_KEY every secret that only a previous key decrypts. A secret that is changed meanwhile is
 * left alone. Nothing that is served or shown changes: no record gets another version.
 * @throws BAD_USER_INPUT while SECRET_KEY is not configured
 */
export async function rotateSecrets(em: EntityManager, encryption: Encryption): Promise<Rotation> {
  encryption.requirePersistent();
  const rotation: Rotation = { reencrypted: 0, lost: [], lostUnused: [] };
  for (const column of encryptedColumns) {
    let after: string | undefined = '';
    while (after !== undefined) after = await rotateSome(em.fork(), { encryption, column, after }, rotation);
  }
  return rotation;
}

/** Re-encrypts the secrets of a column after an id. @returns the id of the last one; undefined if no more follow */
async function rotateSome(
  em: EntityManager,
  { encryption, column, after }: { encryption: Encryption; column: EncryptedColumn; after: string },
  rotation: Rotation,
): Promise<string | undefined> {
  const { rows, reencrypted } = await inTransaction(em, async () => {
    const some = await rowsAfter(em, column, after);
    let count = 0;
    for (const row of some) {
      const opened = encryption.decryptWithKey(row.encrypted, row.id);
      if (!opened) (row.isUsed ? rotation.lost : rotation.lostUnused).push(row.title);
      else if (!opened.isOfPresentKey)
        count += await replace(em, column, { ...row, text: opened.text, encryption });
    }
    if (count > 0) em.persist(entryOf(em, count));
    return { rows: some, reencrypted: count };
  });
  rotation.reencrypted += reencrypted;
  return rows.length < maxTogether ? undefined : rows.at(-1)!.id;
}

const rowsAfter = (em: EntityManager, { table, column, title, isUsed }: EncryptedColumn, after: string) =>
  (em as SqlEntityManager).execute<SecretRow[]>(
    `select id, ${column} as encrypted, ${title} as title, ${isUsed} as "isUsed" from ${table}
     where ${column} is not null and id > ? order by id limit ${maxTogether}`,
    [after],
  );

/** Does nothing if the value has changed since it was read. @returns the number of replaced values */
async function replace(
  em: EntityManager,
  { table, column }: EncryptedColumn,
  { id, encrypted, text, encryption }: SecretRow & { text: string; encryption: Encryption },
): Promise<number> {
  const { affectedRows } = await (em as SqlEntityManager).execute<{ affectedRows: number }>(
    `update ${table} set ${column} = ? where id = ? and ${column} = ?`,
    [encryption.encrypt(text, id), id, encrypted],
    'run',
  );
  return affectedRows;
}

/** One entry for all secrets, and none for roles and keys, which did not change. Every server reloads secrets on it. */
const entryOf = (em: EntityManager, count: number): AuditEntry =>
  entryBy(authorOf(em), {
    action: AuditAction.UPDATED,
    subjectType: 'Secrets',
    subjectId: 'secrets',
    subjectName: 'secrets at rest',
    changes: [{ field: 'encrypted with SECRET_KEY', before: null, after: count }],
  });
