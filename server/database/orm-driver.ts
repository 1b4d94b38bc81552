import { isRaw, raw, type Transaction } from '@mikro-orm/core';
import { NativeQueryBuilder, PostgreSqlConnection, PostgreSqlDriver } from '@mikro-orm/postgresql';
import { bindValues, type BoundStatement } from './orm-bound-values.ts';

/** The maximum number of values that PostgreSQL's protocol can bind to one statement. */
const maxValues = 65_535;

type Execute = PostgreSqlConnection['execute'];

/**
 * Sends values separately from the statement. The mapper by itself writes them into the text, and PostgreSQL logs the
 * text of every statement that fails.
 */
class BindingConnection extends PostgreSqlConnection {
  override execute: Execute = (...[query, params = [], method, ...others]: Parameters<Execute>) => {
    const [transaction, loggerContext] = others;
    const statement = this.bind(query, params);
    if (statement.values.length > maxValues)
      return super.execute(query, params, method, transaction, loggerContext);
    const executor = (transaction ?? this.getClient()) as unknown as Executor;
    return super.execute(statement.sql, [], method, withValues(executor, statement), loggerContext);
  };

  private bind(query: Parameters<Execute>[0], params: Parameters<Execute>[1]): BoundStatement {
    const given = query instanceof NativeQueryBuilder ? query.toRaw() : query;
    const { sql, params: values } = isRaw(given) ? given : raw(given, params as unknown[]);
    return bindValues(sql, values, this.platform);
  }
}

interface Executor {
  executeQuery(query: object, options?: object): Promise<unknown>;
}

/** Wraps a transaction, or a connection of the pool, so that it runs the statement with its values. */
const withValues = (executor: Executor, { values }: BoundStatement) =>
  ({
    executeQuery: (query: object, options?: object) =>
      executor.executeQuery({ ...query, parameters: values }, options),
  }) as unknown as Transaction;

/** The PostgreSQL driver that sends statements with bound values. */
export class BindingDriver extends PostgreSqlDriver {
  protected override readonly connection = new BindingConnection(this.config);
}
