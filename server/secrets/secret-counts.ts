import { setImmediate } from 'node:timers/promises';
import type { Reader } from '../database/reader.ts';
import { beginningLength, type Encryption } from '../encryption.ts';
import { encryptedColumns, type EncryptedColumn } from './encrypted-columns.ts';

/** Secrets that are decrypted between two turns of the event loop: machines are answered meanwhile. */
const maxTogether = 100;

/** The key that decrypts a secret. */
type DecryptedBy = 'SECRET_KEY' | 'a previous key' | 'none';

/** A secret without what it hides: its beginning is another one whenever it is encrypted anew. */
interface Listed {
  id: string;
  beginning: string;
  isUsed: boolean | 0 | 1;
}

interface SecretCount {
  /** Secrets that only a key of SECRET_KEY_PREVIOUS decrypts. */
  ofPreviousKeys: number;
  /** Secrets in use that no key decrypts. */
  unreadable: number;
}

/** Counts the secrets that SECRET_KEY does not decrypt. Each is decrypted once, until it is encrypted anew. */
export class SecretCounts {
  /** By the beginning of a secret. */
  private known = new Map<string, DecryptedBy>();

  constructor(private readonly parts: { reader: Reader; encryption: Encryption }) {}

  /** @throws Unavailable */
  async count(): Promise<SecretCount> {
    const found = new Map<string, DecryptedBy>();
    const used = new Set<string>();
    for (const column of encryptedColumns)
      for (const { beginning, isUsed } of await this.look(column, found)) if (isUsed) used.add(beginning);
    this.known = found;
    const all = [...found];
    return {
      ofPreviousKeys: all.filter(([, by]) => by === 'a previous key').length,
      unreadable: all.filter(([beginning, by]) => by === 'none' && used.has(beginning)).length,
    };
  }

  private async look(
    { table, column, isUsed }: EncryptedColumn,
    found: Map<string, DecryptedBy>,
  ): Promise<Listed[]> {
    const listed = await this.parts.reader.rows<Listed>(
      `select id, substr(${column}, 1, ${beginningLength}) as beginning, ${isUsed} as "isUsed"
       from ${table} where ${column} is not null`,
    );
    const unknown: string[] = [];
    for (const { id, beginning } of listed) {
      const by = this.known.get(beginning);
      if (by === undefined) unknown.push(id);
      else found.set(beginning, by);
    }
    for (let from = 0; from < unknown.length; from += maxTogether) {
      await this.decrypt({ table, column }, unknown.slice(from, from + maxTogether), found);
      await setImmediate();
    }
    return listed;
  }

  private async decrypt(
    { table, column }: Pick<EncryptedColumn, 'table' | 'column'>,
    ids: string[],
    found: Map<string, DecryptedBy>,
  ): Promise<void> {
    const { reader, encryption } = this.parts;
    const among =
      reader.dialect === 'sqlite' ? '(select value from json_each(@names))' : '(select unnest($1::text[]))';
    const rows = await reader.rows<{ id: string; encrypted: string }>(
      `select id, ${column} as encrypted from ${table} where ${column} is not null and id in ${among}`,
      ids,
    );
    for (const { id, encrypted } of rows) {
      const opened = encryption.decryptWithKey(encrypted, id);
      const by = !opened ? 'none' : opened.isOfPresentKey ? 'SECRET_KEY' : 'a previous key';
      found.set(encrypted.slice(0, beginningLength), by);
    }
  }
}
