import { HeaderMap, type ApolloServerPlugin, type GraphQLResponse } from '@apollo/server';
import type { GraphQLError, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { Context } from '../graphql/context.ts';
import { Deadline } from '../graphql/deadline.ts';
import { OperationBudget } from '../graphql/operation-budget.ts';
import { isSqliteManager } from '../database/transaction.ts';
import type { Log } from '../log.ts';
import { jsonSize } from './answer-size.ts';
import { objectionsTo } from './check-operation.ts';
import { formatError, refuseOperation } from './format-error.ts';
import { limits } from './limits.ts';
import { afterSignIn, sizeInWords } from './request-limits.ts';

export interface OperationParts {
  log: Log;
  /** The time limit of one operation, where it is not the default. */
  operationTimeoutMs?: number | undefined;
}

/** Refuses operations to which there are objections, sets the time limit of the others, and limits their answers. */
export const operationPlugin = (
  schema: GraphQLSchema,
  { log, operationTimeoutMs }: OperationParts,
): ApolloServerPlugin<Context> => ({
  requestDidStart: async () => ({
    responseForOperation: async ({ document, request, contextValue }) => {
      const { operationName, variables = {} } = request;
      const { actor, requestId } = contextValue;
      const objections = objectionsTo({ schema, document, operationName, variables, actor });
      if (objections.length > 0) return refusal(objections, { requestId, log });
      begin(contextValue, operationTimeoutMs);
      return null;
    },
    willSendResponse: async ({ contextValue, operation, response: { body } }) => {
      contextValue.deadline?.clear();
      if (body.kind !== 'single') return;
      const { singleResult: result } = body;
      if (result.errors) result.errors = result.errors.slice(0, limits.errors);
      const objection = objectionToAnswer(result, { context: contextValue, operation });
      if (objection)
        body.singleResult = { errors: [format(objection, { requestId: contextValue.requestId, log })] };
    },
  }),
});

/** Starts the time limit, after which nothing of the operation goes on, neither here nor in PostgreSQL. */
function begin(context: Context, timeoutMs: number | undefined): void {
  context.deadline = new Deadline(timeoutMs);
  const { maxBodyBytes } = afterSignIn(context.config);
  context.budget = new OperationBudget({ maxBytes: maxBodyBytes, sizeInWords: sizeInWords(maxBodyBytes) });
  context.em = context.em.fork({
    signal: context.deadline.signal,
    inflightQueryAbortStrategy: isSqliteManager(context.em) ? 'ignore query' : 'cancel query',
  });
}

/** An operation that was executed. */
interface Answered {
  context: Context;
  operation: OperationDefinitionNode | undefined;
}

function refusal(
  objections: readonly GraphQLError[],
  { requestId, log }: { requestId: string; log: Log },
): GraphQLResponse {
  const errors = objections.map((error) => format(error, { requestId, log }));
  const [{ extensions }] = objections as [GraphQLError];
  const { status } = extensions.http as { status: number };
  return {
    http: { status, headers: new HeaderMap() },
    body: { kind: 'single', singleResult: { errors } },
  };
}

function format(error: GraphQLError, { requestId, log }: { requestId: string; log: Log }) {
  const { http: _, ...extensions } = error.extensions;
  return formatError({ ...error.toJSON(), extensions: { ...extensions, requestId } }, error, log);
}

/** Refuses an answer that is too large. Repeated values share memory, so only its JSON, not made yet, is large. */
function objectionToAnswer(
  { data }: { data?: unknown },
  { context: { budget, config }, operation }: Answered,
): GraphQLError | undefined {
  if (!budget) return undefined;
  const { maxBodyBytes } = afterSignIn(config);
  if (!budget.isExceeded && jsonSize(data, maxBodyBytes) <= maxBodyBytes) return undefined;
  const isDone = operation?.operation === 'mutation';
  return refuseOperation(budget.refusal(isDone ? 'What it asked for was done.' : undefined));
}
