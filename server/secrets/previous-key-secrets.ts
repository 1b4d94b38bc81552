import { setImmediate } from 'node:timers/promises';
import type { Reader } from '../database/reader.ts';
import { beginningLength, type Encryption } from '../encryption.ts';
import { encryptedColumns, type EncryptedColumn } from './encrypted-columns.ts';

/** The maximum number of secrets decrypted between two turns of the event loop: machines are answered meanwhile. */
const maxTogether = 100;

/** A secret by its first characters, which differ whenever it is encrypted anew. */
interface Listed {
  id: string;
  beginning: string;
}

/** Counts the secrets that only a key of SECRET_KEY_PREVIOUS decrypts. Each is decrypted once per encryption. */
export class PreviousKeySecrets {
  /** By the beginning of a secret: true if only a previous key decrypts it. */
  private known = new Map<string, boolean>();

  constructor(private readonly parts: { reader: Reader; encryption: Encryption }) {}

  /** Returns their number; without previous keys the database is not queried. @throws Unavailable */
  async count(): Promise<number> {
    if (!this.parts.encryption.hasPrevious) return 0;
    const found = new Map<string, boolean>();
    for (const column of encryptedColumns) await this.look(column, found);
    this.known = found;
    return [...found.values()].filter(Boolean).length;
  }

  private async look({ table, column }: EncryptedColumn, found: Map<string, boolean>): Promise<void> {
    const listed = await this.parts.reader.rows<Listed>(
      `select id, substr(${column}, 1, ${beginningLength}) as beginning from ${table} where ${column} is not null`,
    );
    const isKnown = ({ beginning }: Listed) => this.known.has(beginning);
    for (const { beginning } of listed.filter(isKnown)) found.set(beginning, this.known.get(beginning)!);
    const unknown = listed.filter((one) => !isKnown(one)).map(({ id }) => id);
    for (let from = 0; from < unknown.length; from += maxTogether) {
      await this.open({ table, column }, unknown.slice(from, from + maxTogether), found);
      await setImmediate();
    }
  }

  private async open(
    { table, column }: Pick<EncryptedColumn, 'table' | 'column'>,
    ids: string[],
    found: Map<string, boolean>,
  ): Promise<void> {
    const { reader, encryption } = this.parts;
    const among =
      reader.dialect === 'sqlite' ? '(select value from json_each(@names))' : '(select unnest($1::text[]))';
    const rows = await reader.rows<{ id: string; encrypted: string }>(
      `select id, ${column} as sealed from ${table} where ${column} is not null and id in ${among}`,
      ids,
    );
    for (const { id, encrypted } of rows)
      found.set(
        encrypted.slice(0, beginningLength),
        encryption.decryptWithKey(encrypted, id)?.isOfPresentKey === false,
      );
  }
}
