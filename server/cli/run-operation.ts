import { randomUUID } from 'node:crypto';
import { graphql } from 'graphql';
import { system } from '../access/actor.ts';
import { buildApiSchema } from '../api/schema.ts';
import { systemClock } from '../clock.ts';
import { readConfig } from '../config.ts';
import { migrate } from '../database/migrate.ts';
import { Problems } from '../errors.ts';
import type { Context } from '../graphql/context.ts';
import { readPermissions } from '../kinds.ts';
import { Encryption } from '../encryption.ts';
import { usingDatabase } from './open-configured-database.ts';

/** The context of operations that need no server beside the database. */
type OwnContext = Omit<Context, 'cookie' | 'signIns' | 'lastRequests' | 'guests' | 'address' | 'userAgent'>;

/** Executes an operation of the API in this process. @throws the refusal of an operation that fails */
export type Ask = <Data>(operation: string, variables: object) => Promise<Data>;

/** Runs a command that uses the API as the command line's actor, on the configured database, brought up to date. */
export async function withApi(act: (ask: Ask) => Promise<void>): Promise<void> {
  const config = readConfig();
  await usingDatabase(config, async (orm) => {
    await migrate(orm);
    const schema = buildApiSchema();
    await act(async (source, variableValues) => {
      const contextValue: OwnContext = {
        em: orm.em.fork(),
        actor: system,
        problems: new Problems(),
        requestId: randomUUID(),
        config,
        encryption: new Encryption(config),
        readPermissions,
        clock: systemClock,
      };
      const { data, errors } = await graphql({
        schema,
        source,
        variableValues: { ...variableValues },
        contextValue,
      });
      const [error] = errors ?? [];
      if (error) throw error.originalError ?? error;
      return data as never;
    });
  });
}
