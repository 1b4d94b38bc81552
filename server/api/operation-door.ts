import { HeaderMap, type ApolloServerPlugin, type GraphQLResponse } from '@apollo/server';
import type { GraphQLError, GraphQLSchema } from 'graphql';
import type { Context } from '../graphql/context.ts';
import { Deadline } from '../graphql/deadline.ts';
import { isSqliteManager } from '../database/transaction.ts';
import type { Log } from '../log.ts';
import { objectionsTo } from './check-operation.ts';
import { formatError } from './format-error.ts';
import { limits } from './limits.ts';

/** Lets in no operation to which there is an objection, and gives each one its time. */
export const operationDoor = (schema: GraphQLSchema, log: Log): ApolloServerPlugin<Context> => ({
  requestDidStart: async () => ({
    responseForOperation: async ({ document, request, contextValue }) => {
      const { operationName, variables = {} } = request;
      const { actor, requestId } = contextValue;
      const objections = objectionsTo({ schema, document, operationName, variables, actor });
      if (objections.length > 0) return refusal(objections, { requestId, log });
      begin(contextValue);
      return null;
    },
    willSendResponse: async ({ contextValue, response: { body } }) => {
      contextValue.deadline?.clear();
      if (body.kind === 'single' && body.singleResult.errors)
        body.singleResult.errors = body.singleResult.errors.slice(0, limits.errors);
    },
  }),
});

/** Nothing of the operation goes on after its time, neither here nor in PostgreSQL. */
function begin(context: Context): void {
  context.deadline = new Deadline();
  context.em = context.em.fork({
    signal: context.deadline.signal,
    inflightQueryAbortStrategy: isSqliteManager(context.em) ? 'ignore query' : 'cancel query',
  });
}

function refusal(
  objections: readonly GraphQLError[],
  { requestId, log }: { requestId: string; log: Log },
): GraphQLResponse {
  const errors = objections.map((error) => {
    const { http: _, ...extensions } = error.extensions;
    return formatError({ ...error.toJSON(), extensions: { ...extensions, requestId } }, error, log);
  });
  const [{ extensions }] = objections as [GraphQLError];
  const { status } = extensions.http as { status: number };
  return {
    http: { status, headers: new HeaderMap() },
    body: { kind: 'single', singleResult: { errors } },
  };
}
