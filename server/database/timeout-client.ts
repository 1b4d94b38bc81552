import pg from 'pg';

/** What PostgreSQL says after a rollback. */
const rolledBack = { command: 'ROLLBACK', rowCount: null, rows: [] };

/**
 * A connection of the object-relational mapper. When its server does not answer in time it is given up: who comes next
 * would only wait for the same answer. And it goes back to its pool also where a transaction cannot be begun or rolled
 * back because it broke; Kysely would keep it for good, and ten later nobody would get one.
 */
export class TimeoutClient extends pg.Client {
  /** The pool sets it while somebody has the connection. */
  declare release?: (isBroken: boolean) => void;

  override query(...args: unknown[]): never {
    const asked: unknown = Reflect.apply(super.query, this, args);
    return (asked instanceof Promise ? this.watched(asked, args[0]) : asked) as never;
  }

  private watched(asked: Promise<unknown>, statement: unknown): Promise<unknown> {
    return asked.catch((error: Error) => {
      this.giveUpAfter(error);
      if (statement === 'begin') this.release?.(true);
      if (statement === 'rollback') return rolledBack; // PostgreSQL does, as soon as the connection is gone
      throw error;
    });
  }

  private giveUpAfter({ message }: Error): void {
    const { connection } = this as unknown as { connection: { stream: { destroy(): void } } };
    if (message === 'Query read timeout') connection.stream.destroy();
  }
}
