/** Reads observed data as a server stores it, directly from the file or database. */
import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { observedFileOf } from '../../observed/observed-file.ts';
import { connect } from './own-postgres-product.ts';

/** Returns the time of each machine's last request, in milliseconds, by the machine's id. */
export async function keptRequests(databaseUrl: string): Promise<Map<string, number>> {
  const rows = databaseUrl.startsWith('sqlite:')
    ? rowsOfFile(observedFileOf(databaseUrl))
    : await rowsOfPostgres(databaseUrl);
  return new Map(rows.map(({ instance_id: id, at }) => [id, new Date(at).getTime()]));
}

interface Row {
  instance_id: string;
  at: Date | number;
}

function rowsOfFile(file: string): Row[] {
  if (!existsSync(file)) return [];
  const database = new Database(file, { readonly: true });
  try {
    return database.prepare('select instance_id, at from last_request').all() as Row[];
  } finally {
    database.close();
  }
}

async function rowsOfPostgres(url: string): Promise<Row[]> {
  const client = await connect(url);
  try {
    return (await client.query('select instance_id, at from observed.last_request')).rows as Row[];
  } finally {
    await client.end();
  }
}
