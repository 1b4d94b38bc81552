import pg from 'pg';
import { Unavailable } from '../errors.ts';
import { quietLog } from './quiet-log.ts';
import type { Reader } from './reader.ts';
import { describeOutage } from './describe-outage.ts';

/** The time in which a server has to accept a connection, and to answer a query, in milliseconds. */
const timeouts = { connectionTimeoutMillis: 2000, query_timeout: 3000 };

/** The time in which a server that did not answer is not queried, in milliseconds: requests fail at once instead. */
const restMs = 500;

/** One PostgreSQL server, with a few connections that serve only the metadata service. */
class Server {
  private readonly pool: pg.Pool;
  private restsUntil = 0;

  constructor(connectionString: string) {
    this.pool = new pg.Pool({ connectionString, max: 4, keepAlive: true, ...timeouts });
    this.pool.on('error', () => {}); // an idle connection broke; the next query opens another
    // one that breaks during a query both fails the query and emits `error`, which without a listener ends the process
    this.pool.on('connect', (client) => {
      client.on('error', () => {});
      client.query(quietLog).catch(() => {}); // the next query fails if the connection is broken
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

  /** Ends the rest: the server has just been seen to work. */
  wake(): void {
    this.restsUntil = 0;
  }

  close(): Promise<void> {
    return this.pool.end();
  }

  private fail(error: Error): never {
    if (describeOutage(error)) this.restsUntil = performance.now() + restMs;
    throw new Unavailable(`PostgreSQL: ${error.message}`, { cause: error });
  }
}

/**
 * Uses connections of its own, so neither long transactions nor many of them delay it. Queries go to the replicas in
 * round-robin order, as long as these have replayed everything that was acknowledged; else to the primary.
 */
export class PostgresReader implements Reader {
  readonly dialect = 'postgresql';
  private readonly primary: Server;
  private readonly replicas: Server[];
  private firstReplica = 0;
  /** The position of the last known change in the primary's log (an LSN); undefined while unknown. */
  private position: string | undefined;
  private commits = 0;

  constructor(primaryUrl: string, replicaUrls: readonly string[] = []) {
    this.primary = new Server(primaryUrl);
    this.replicas = replicaUrls.map((url) => new Server(url));
  }

  async rows<Row>(statement: string, names?: readonly string[]): Promise<Row[]> {
    const read = async (client: pg.PoolClient) =>
      (await client.query(queryOf(statement, names))).rows as Row[];
    for (const replica of this.replicasRoundRobin()) {
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

  private replicasRoundRobin(): Server[] {
    this.firstReplica += 1;
    return this.replicas.map((_, n) => this.replicas[(this.firstReplica + n) % this.replicas.length]!);
  }

  /** Undefined when the replica is behind. The position is checked before the read: a replica only moves forward. */
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

/** Names the statement, so that each connection prepares it once: planning takes longer than the query. */
function queryOf(text: string, names: readonly string[] | undefined): pg.QueryConfig {
  const name = statementNames.get(text) ?? `cloudmeta_${statementNames.size}`;
  statementNames.set(text, name);
  return { name, text, values: names ? [names] : [] };
}
