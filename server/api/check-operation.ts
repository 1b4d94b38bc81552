import {
  getOperationAST,
  GraphQLError,
  visit,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { isSignedIn, type Actor } from '../access/actor.ts';
import { quoted, Refusal, tooComplex, unauthenticated } from '../errors.ts';
import { ArgumentCheck } from './check-arguments.ts';
import { mistakesOf } from './check-document.ts';
import { readVariables } from './check-variables.ts';
import { refuseOperation } from './format-error.ts';
import { limits } from './limits.ts';
import { costOf } from './operation-cost.ts';

/** An operation that a client requests. */
export interface OperationRequest {
  schema: GraphQLSchema;
  document: DocumentNode;
  operationName: string | undefined;
  variables: Record<string, unknown>;
  actor: Actor;
}

/**
 * Finds every objection to an operation before it begins; none if it may begin. Checks that take time in the length of
 * a document come before slower ones, so that it takes little time to refuse anything.
 */
export function objectionsTo(request: OperationRequest): readonly GraphQLError[] {
  try {
    const mistakes = mistakesOf(request.document, request);
    if (mistakes.length === 0) checkOperation(request);
    return mistakes;
  } catch (error) {
    if (error instanceof Refusal) return [refuseOperation(error)];
    if (error instanceof GraphQLError) return [error];
    throw error;
  }
}

function checkOperation(request: OperationRequest): void {
  const { schema, document, actor } = request;
  const operation = operationOf(request);
  if (!schema.getRootType(operation.operation))
    throw badInput(`This API has no operations of the kind ${operation.operation}.`);
  if (!isSignedIn(actor) && asksForSchema(document)) throw unauthenticated();
  const variables = readVariables({ ...request, operation, hideNames: !isSignedIn(actor) });
  checkCost({ schema, document, operation, variables });
}

function operationOf({ document, operationName }: OperationRequest): OperationDefinitionNode {
  const operation = getOperationAST(document, operationName);
  if (operation) return operation;
  if (operationName != null) throw badInput(`This document has no operation ${quoted(operationName)}.`);
  throw badInput('This document has no operation, or several: say which by operationName.');
}

function checkCost(priced: Omit<Parameters<typeof costOf>[0], 'check'>): void {
  const check = new ArgumentCheck();
  const cost = priceOf({ ...priced, check });
  check.throwIfAny();
  if (cost > limits.cost)
    throw tooComplex(
      `This operation costs ${cost}, more than ${limits.cost}. Ask for smaller pages, or for less at once.`,
    );
}

/** Computes the cost. A variable may be null although an argument that it is given to may not. */
function priceOf(priced: Parameters<typeof costOf>[0]): number {
  try {
    return costOf(priced);
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    const refusal = badInput('An argument needs a value, and its variable is null or not given.');
    throw refuseOperation(refusal, undefined, error.nodes);
  }
}

const badInput = (message: string) => new Refusal('BAD_USER_INPUT', message);

/** True if a document asks for the schema, which is shown only to callers who are signed in. */
function asksForSchema(document: DocumentNode): boolean {
  let asks = false;
  visit(document, {
    Field: ({ name }) => {
      if (name.value === '__schema' || name.value === '__type') asks = true;
    },
  });
  return asks;
}
