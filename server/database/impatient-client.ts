import pg from 'pg';

/** A connection whose server does not answer in time is given up: who comes next would only wait for the same answer. */
export class ImpatientClient extends pg.Client {
  override query(...args: unknown[]): never {
    const asked: unknown = Reflect.apply(super.query, this, args);
    if (asked instanceof Promise) asked.catch((error: Error) => this.giveUpAfter(error));
    return asked as never;
  }

  private giveUpAfter({ message }: Error): void {
    const { connection } = this as unknown as { connection: { stream: { destroy(): void } } };
    if (message === 'Query read timeout') connection.stream.destroy();
  }
}
