import type { ApolloServerPlugin } from '@apollo/server';
import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth';
import {
  getNamedType,
  getVariableValues,
  isInputObjectType,
  typeFromAST,
  type GraphQLError,
  type GraphQLSchema,
  type NamedTypeNode,
  type OperationDefinitionNode,
  type ValidationContext,
} from 'graphql';
import { getComplexity, simpleEstimator, type ComplexityEstimator } from 'graphql-query-complexity';
import { Refusal } from '../errors.ts';
import type { Context } from '../graphql/context.ts';
import { refuseOperation } from './format-error.ts';

/** Above what the admin's largest question costs, far below what would hold up the server. */
const limits = { complexity: 50_000, depth: 12, aliases: 50 };

/** A list costs what it can hold times what is asked of each object. */
const listEstimator: ComplexityEstimator = ({ args, childComplexity, field }) => {
  if (!field.args.some(({ name }) => name === 'first')) return undefined;
  return 1 + childComplexity * Number(args.first ?? args.last ?? 50);
};

const tooComplex = (message: string) => refuseOperation(new Refusal('QUERY_TOO_COMPLEX', message));

/** The rules would throw, which counts as a failure of the server; reported, it is a refusal like the others. */
const refusal = {
  propagateOnRejection: false,
  onReject: [
    (context: ValidationContext | null, error: GraphQLError) =>
      context?.reportError(tooComplex(error.message.replace('Syntax Error: ', ''))),
  ],
};

/** Refuses queries that nest, repeat or multiply too much. */
export const limitRules = [
  maxDepthRule({ n: limits.depth, ignoreIntrospection: true, flattenFragments: true, ...refusal }),
  maxAliasesRule({ n: limits.aliases, ...refusal }),
];

/** What operations cost that cost the same whatever their variables hold: to look at thousands of machines takes time. */
const known = new WeakMap<OperationDefinitionNode, number>();

/** An input object neither says how long a list is, nor whether a field is left out. */
const costsTheSame = ({ variableDefinitions = [] }: OperationDefinitionNode, schema: GraphQLSchema) =>
  variableDefinitions.every(({ type }) =>
    isInputObjectType(getNamedType(typeFromAST(schema, type as NamedTypeNode))),
  );

export const limitComplexity = (schema: GraphQLSchema): ApolloServerPlugin<Context> => ({
  requestDidStart: async () => ({
    didResolveOperation: async ({ request, document, operation, operationName }) => {
      const { variables = {} } = request;
      const complexity =
        (operation && known.get(operation)) ??
        complexityOf({
          schema,
          query: document,
          ...(operationName ? { operationName } : {}),
          variables,
          estimators: [listEstimator, simpleEstimator({ defaultComplexity: 1 })],
        });
      if (operation && typeof complexity === 'number' && costsTheSame(operation, schema))
        known.set(operation, complexity);
      if (complexity instanceof Error) {
        if (areReadable(variables, operation, schema)) throw complexity;
      } else if (complexity > limits.complexity)
        throw tooComplex(
          `This query costs ${complexity}, more than ${limits.complexity}. Ask for smaller pages.`,
        );
    },
  }),
});

/** What an operation costs, or why that cannot be told. */
function complexityOf(of: Parameters<typeof getComplexity>[0]): number | Error {
  try {
    return getComplexity(of);
  } catch (error) {
    return error as Error;
  }
}

/** Variables that are not of their types have no cost: the execution refuses them, as the client's mistake. */
function areReadable(
  variables: Record<string, unknown>,
  operation: OperationDefinitionNode | undefined,
  schema: GraphQLSchema,
): boolean {
  const definitions = operation?.variableDefinitions ?? [];
  return getVariableValues(schema, definitions, variables, { maxErrors: 1 }).errors === undefined;
}
