import pg from 'pg';
import { channel, isAnyChange, readChange, type ChangeListener } from './change.ts';
import { quietLog } from '../database/quiet-log.ts';
import type { Log } from '../log.ts';
import type { ChangeFeed } from './change-feed.ts';
import { MissedChanges } from './missed-changes.ts';

/** In milliseconds: between attempts to connect, and between looks whether a silent connection is still there. */
const pauses = { reconnect: 250, heartbeat: 5000 };
const timeouts = { connectionTimeoutMillis: 2000, query_timeout: 3000 };

/**
 * PostgreSQL's LISTEN on a connection of its own: it hears of a commit within milliseconds, and only of those that
 * succeed. What was committed while the connection was lost, the table of changes says.
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
    if (this.wasLost) log.info('PostgreSQL is back: changes are heard of again.');
    this.wasLost = false;
    this.later(pauses.heartbeat, () => this.beat(client));
  }

  check(): void {} // a notification comes by itself

  async close(): Promise<void> {
    this.closed = true;
    this.isLive = false;
    clearTimeout(this.timer);
    void this.client?.end().catch(() => {}); // a server that hangs would keep whoever waits for its goodbye
  }

  private receive(payload: string | undefined): void {
    this.missed.note(payload);
    this.parts.listener(readChange(payload));
  }

  /** Tells of what was missed. After a loss it does so even where that is nothing: the database is there again. */
  private async catchUp(client: pg.Client): Promise<void> {
    const change = await this.missed.look(client);
    if (this.closed) return;
    const isBack = this.client === client && !this.isLive;
    if (isBack) this.isLive = true;
    if (isBack || isAnyChange(change)) this.parts.listener(change);
  }

  /** A connection can be dead without a word: a firewall forgot it, or the server's machine is gone. */
  private async beat(client: pg.Client): Promise<void> {
    try {
      await this.catchUp(client);
      this.later(pauses.heartbeat, () => this.beat(client));
    } catch (error) {
      this.lose(client, error as Error);
    }
  }

  private lose(client: pg.Client, error?: Error): void {
    if (this.closed || this.client !== client) return;
    if (!this.wasLost)
      this.parts.log.warn(
        `PostgreSQL is away (${error?.message || 'it ended the connection'}). Machines in memory are answered from there, all others wait, and whoever changes something is told to ask again.`,
      );
    this.wasLost = true;
    this.client = undefined;
    this.isLive = false;
    void client.end().catch(() => {});
    this.later(pauses.reconnect, () => this.start());
  }

  private later(milliseconds: number, act: () => Promise<void>): void {
    clearTimeout(this.timer);
    if (this.closed) return;
    this.timer = setTimeout(() => void act(), milliseconds).unref();
  }
}
