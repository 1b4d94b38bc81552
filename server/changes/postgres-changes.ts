import pg from 'pg';
import { channel, isAnyChange, readChange, type ChangeListener } from './change.ts';
import { quietLog } from '../database/quiet-log.ts';
import type { Log } from '../log.ts';
import type { ChangeFeed } from './change-feed.ts';
import { MissedChanges } from './missed-changes.ts';

/** The pause between attempts to connect, and between checks of a silent connection, in milliseconds. */
const pausesMs = { reconnect: 250, heartbeat: 5000 };
const timeouts = { connectionTimeoutMillis: 2000, query_timeout: 3000 };

/**
 * PostgreSQL's LISTEN on a separate connection: it reports a commit within milliseconds, and only those that succeed.
 * Commits made while the connection was lost are read from the table of changes.
 */
export class PostgresChanges implements ChangeFeed {
  isLive = false;
  private client: pg.Client | undefined;
  private timer: NodeJS.Timeout | undefined;
  private closed = false;
  private wasLost = false;
  private readonly missed = new MissedChanges();

  constructor(private readonly parts: { connectionString: string; listener: ChangeListener; log: Log }) {}

  async start(): Promise<void> {
    const { connectionString, log } = this.parts;
    const client = new pg.Client({ connectionString, keepAlive: true, ...timeouts });
    this.client = client;
    client.on('notification', ({ payload }) => this.receive(payload));
    client.on('error', (error) => this.lose(client, error));
    client.on('end', () => this.lose(client));
    try {
      await client.connect();
      await client.query(quietLog);
      await client.query(`listen ${channel}`);
      await this.catchUp(client);
    } catch (error) {
      return this.lose(client, error as Error);
    }
    if (this.closed || this.client !== client) return;
    if (this.wasLost) log.info('PostgreSQL is back: changes are received again.');
    this.wasLost = false;
    this.later(pausesMs.heartbeat, () => this.beat(client));
  }

  check(): void {} // notifications arrive without polling

  async close(): Promise<void> {
    this.closed = true;
    this.isLive = false;
    clearTimeout(this.timer);
    void this.client?.end().catch(() => {}); // not awaited: a server that hangs would block the caller
  }

  private receive(payload: string | undefined): void {
    this.missed.note(payload);
    this.parts.listener(readChange(payload));
  }

  /** Reports missed changes. After a lost connection it reports even an empty change: the database is back. */
  private async catchUp(client: pg.Client): Promise<void> {
    const change = await this.missed.look(client);
    if (this.closed) return;
    const isBack = this.client === client && !this.isLive;
    if (isBack) this.isLive = true;
    if (isBack || isAnyChange(change)) this.parts.listener(change);
  }

  /** Checks the connection, which can be dead without an error: a firewall dropped it, or the server's host is gone. */
  private async beat(client: pg.Client): Promise<void> {
    try {
      await this.catchUp(client);
      this.later(pausesMs.heartbeat, () => this.beat(client));
    } catch (error) {
      this.lose(client, error as Error);
    }
  }

  private lose(client: pg.Client, error?: Error): void {
    if (this.closed || this.client !== client) return;
    if (!this.wasLost)
      this.parts.log.warn(
        `PostgreSQL is away (${error?.message || 'it ended the connection'}). Machines in memory are answered from there, all others wait, and changes are refused with SERVICE_UNAVAILABLE.`,
      );
    this.wasLost = true;
    this.client = undefined;
    this.isLive = false;
    void client.end().catch(() => {});
    this.later(pausesMs.reconnect, () => this.start());
  }

  private later(milliseconds: number, act: () => Promise<void>): void {
    clearTimeout(this.timer);
    if (this.closed) return;
    this.timer = setTimeout(() => void act(), milliseconds).unref();
  }
}
