import pg from 'pg';
import { Unavailable } from '../errors.ts';
import { quietLog } from './quiet-log.ts';
import type { Reader } from './reader.ts';
import { describeOutage } from './describe-outage.ts';

/** How long a server may take to accept a connection, and to answer, in milliseconds. */
const timeouts = { connectionTimeoutMillis: 2000, query_timeout: 3000 };

/** How long a server that did not answer is left alone, in milliseconds: nobody waits for it in that time. */
const rest = 500;

/** One server of a deployment, with a few connections that are for machines alone. */
class Server {
  private readonly pool: pg.Pool;
  private restsUntil = 0;

  constructor(connectionString: string) {
    this.pool = new pg.Pool({ connectionString, max: 4, keepAlive: true, ...timeouts });
    this.pool.on('error', () => {}); // an idle connection that broke; the next query makes another
    // one that breaks while it is asked tells both the query, which fails, and whoever listens: unheard, that ends the process
    this.pool.on('connect', (client) => {
      client.on('error', () => {});
      client.query(quietLog).catch(() => {}); // whoever asks next hears of a broken connection
    });
  }

  /** Runs queries on one connection. @throws Unavailable, at once while the server rests */
  async ask<Result>(act: (client: pg.PoolClient) => Promise<Result>): Promise<Result> {
    if (performance.now() < this.restsUntil) throw new Unavailable('PostgreSQL did not answer a moment ago.');
    const client = await this.pool.connect().catch((error: Error) => this.fail(error));
    try {
      const result = await act(client);
      client.release();
      return result;
    } catch (error) {
      client.release(true);
      return this.fail(error as Error);
    }
  }

  /** It was heard of: whoever asks next need not wait until it has rested. */
  wake(): void {
    this.restsUntil = 0;
  }

  close(): Promise<void> {
    return this.pool.end();
  }

  private fail(error: Error): never {
    if (describeOutage(error)) this.restsUntil = performance.now() + rest;
    throw new Unavailable(`PostgreSQL: ${error.message}`, { cause: error });
  }
}

/**
 * Connections of its own: neither long transactions nor many of them hold it up. Where there are replicas they are asked,
 * one after the other in turn, as long as they have everything that was acknowledged.
 */
export class PostgresReader implements Reader {
  readonly dialect = 'postgresql';
  private readonly primary: Server;
  private readonly replicas: Server[];
  private turn = 0;
  /** Where in the log of the primary the last known change is; undefined while nobody knows. */
  private position: string | undefined;
  private commits = 0;

  constructor(primaryUrl: string, replicaUrls: readonly string[] = []) {
    this.primary = new Server(primaryUrl);
    this.replicas = replicaUrls.map((url) => new Server(url));
  }

  async rows<Row>(statement: string, names?: readonly string[]): Promise<Row[]> {
    const read = async (client: pg.PoolClient) =>
      (await client.query(queryOf(statement, names))).rows as Row[];
    for (const replica of this.replicasInTurn()) {
      const rows = await this.fromReplica(replica, read).catch(() => undefined);
      if (rows) return rows;
    }
    return this.primary.ask(read);
  }

  noteCommit(): void {
    this.position = undefined;
    this.commits += 1;
    this.primary.wake();
  }

  async close(): Promise<void> {
    await Promise.all([this.primary, ...this.replicas].map((server) => server.close()));
  }

  private replicasInTurn(): Server[] {
    this.turn += 1;
    return this.replicas.map((_, n) => this.replicas[(this.turn + n) % this.replicas.length]!);
  }

  /** Undefined when the replica is behind. What it has replayed is looked at first: it only gets more. */
  private async fromReplica<Rows>(replica: Server, read: (client: pg.PoolClient) => Promise<Rows>) {
    const position = this.position ?? (await this.presentPosition());
    return replica.ask(async (client) => {
      const sql = 'select pg_last_wal_replay_lsn() >= $1::pg_lsn as current';
      const { rows } = await client.query<{ current: boolean | null }>(sql, [position]);
      return rows[0]?.current ? read(client) : undefined;
    });
  }

  private async presentPosition(): Promise<string> {
    const { commits } = this;
    const sql = 'select pg_current_wal_lsn()::text as position';
    const { rows } = await this.primary.ask((client) => client.query<{ position: string }>(sql));
    const { position } = rows[0]!;
    if (commits === this.commits) this.position = position;
    return position;
  }
}

const statementNames = new Map<string, string>();

/** Prepared once a connection: planning takes longer than the query. */
function queryOf(text: string, names: readonly string[] | undefined): pg.QueryConfig {
  const name = statementNames.get(text) ?? `cloudmeta_${statementNames.size}`;
  statementNames.set(text, name);
  return { name, text, values: names ? [names] : [] };
}
