import { createHash } from 'node:crypto';
import { kindOf } from '../server/user-data/user-data-kind.ts';

type Execute = (sql: string, values?: unknown[]) => Promise<unknown>;

/** A table with bytes in its rows. */
interface Bytes {
  table: string;
  key: string[];
  column: string;
  /** The columns to fill with facts about the bytes. */
  facts: ('sha256' | 'size' | 'kind')[];
}

/** The maximum number of rows whose bytes are in memory at once. */
const maxAtOnce = 50;

/** Writes the facts about its bytes into each row of a table, a few rows at a time: SQLite has no SHA-256 function. */
export async function hashContents(execute: Execute, { table, key, column, facts }: Bytes): Promise<void> {
  const keys = key.map((name) => `"${name}"`).join();
  const isBehind = `where (${keys}) > (${key.map(() => '?').join()})`;
  let last: unknown[] = [];
  for (;;) {
    const where = last.length > 0 ? isBehind : '';
    const text = `select ${keys}, "${column}" as "bytes" from "${table}" ${where} order by ${keys} limit ${maxAtOnce}`;
    const rows = (await execute(text, last)) as ({ bytes: Uint8Array } & Record<string, unknown>)[];
    if (rows.length === 0) return;
    const keyOf = (row: Record<string, unknown>) => key.map((name) => row[name]);
    const values = rows.map((row) => [...keyOf(row), ...facts.map((fact) => factsOf(row.bytes)[fact])]);
    const places = values.map((one) => `(${one.map(() => '?').join()})`).join();
    const set = facts.map((fact, n) => `"${fact}" = ${typed(fact, `v.column${key.length + n + 1}`)}`).join();
    const same = key.map((name, n) => `"${table}"."${name}" = v.column${n + 1}`).join(' and ');
    await execute(`update "${table}" set ${set} from (values ${places}) as v where ${same}`, values.flat());
    last = keyOf(rows.at(-1)!);
  }
}

/** On PostgreSQL, bound values in a list of rows have no type. */
const typed = (fact: string, column: string) => (fact === 'size' ? `cast(${column} as integer)` : column);

const factsOf = (bytes: Uint8Array) => ({
  sha256: createHash('sha256').update(bytes).digest('hex'),
  size: bytes.length,
  kind: kindOf(bytes),
});
