import type { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sqlite';
import type { ObservedEntry } from './last-request.ts';
import { latestAt } from './merge-requests.ts';
import { entryOf, jsonOfRows, type ObservedRow } from './observed-rows.ts';
import { columns, observedSchema, type ObservedStore } from './observed-store.ts';

const table = `${observedSchema}.last_request`;
const updates = columns
  .split(', ')
  .slice(1)
  .map((column) => `${column} = excluded.${column}`);

/** In the order of ids, so that two servers that write the same machines wait for each other and never deadlock. */
const writeStatement = `insert into ${table} as known (${columns})
  select ${columns} from jsonb_to_recordset(?::jsonb) as reported (instance_id text, uuid text, since timestamptz,
    at timestamptz, address text, user_agent text, path text, status int, with_token boolean, uses_tokens boolean,
    without_token text)
  order by instance_id
  on conflict (instance_id) do update set ${updates.join(', ')} where excluded.at >= known.at or known.at > ?::timestamptz`;
const chosen = 'where instance_id in (select jsonb_array_elements_text(?::jsonb))';

/** Observed data in a schema of its own of the same database, for all servers that use it. */
export class PostgresObserved implements ObservedStore {
  constructor(private readonly em: () => EntityManager) {}

  async read(ids: readonly string[]): Promise<ObservedEntry[]> {
    const statement = `select ${columns} from ${table} ${chosen}`;
    return (await this.execute<ObservedRow[]>(statement, JSON.stringify(ids))).map(entryOf);
  }

  async write(entries: readonly ObservedEntry[], now: Date): Promise<void> {
    const rows = jsonOfRows(entries, (date) => date.toISOString());
    await this.execute(writeStatement, rows, latestAt(now));
  }

  async remove(ids: readonly string[]): Promise<void> {
    await this.execute(`delete from ${table} ${chosen}`, JSON.stringify(ids));
  }

  async close(): Promise<void> {} // its connections are those of the object-relational mapper

  private execute<Result>(statement: string, ...values: (string | Date)[]): Promise<Result> {
    return (this.em() as SqlEntityManager).execute(statement, values) as Promise<Result>;
  }
}
