import pg from 'pg';

/** PostgreSQL's result of a rollback. */
const rolledBack = { command: 'ROLLBACK', rowCount: null, rows: [] };

/**
 * A connection of the object-relational mapper that is closed when its server does not answer in time: the next query
 * would only wait for the same answer. It also returns to its pool where a transaction cannot begin or roll back
 * because the connection broke: Kysely would keep it forever, and after ten of them the pool would be empty.
 */
export class TimeoutClient extends pg.Client {
  /** Set by the pool while the connection is in use. */
  declare release?: (isBroken: boolean) => void;

  override query(...args: unknown[]): never {
    const result: unknown = Reflect.apply(super.query, this, args);
    return (result instanceof Promise ? this.watched(result, args[0]) : result) as never;
  }

  private watched(result: Promise<unknown>, statement: unknown): Promise<unknown> {
    return result.catch((error: Error) => {
      this.giveUpAfter(error);
      if (statement === 'begin') this.release?.(true);
      if (statement === 'rollback') return rolledBack; // PostgreSQL rolls back as soon as the connection is gone
      throw error;
    });
  }

  private giveUpAfter({ message }: Error): void {
    const { connection } = this as unknown as { connection: { stream: { destroy(): void } } };
    if (message === 'Query read timeout') connection.stream.destroy();
  }
}
