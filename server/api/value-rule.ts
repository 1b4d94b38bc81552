import {
  getNamedType,
  GraphQLError,
  isInputObjectType,
  Kind,
  ValuesOfCorrectTypeRule,
  type ASTNode,
  type ValidationContext,
} from 'graphql';
import { expected } from './expected.ts';

/** The words for a value that is found where another type is expected; never the value itself. */
const found: Partial<Record<Kind, string>> = {
  [Kind.STRING]: 'a String',
  [Kind.INT]: 'this Int',
  [Kind.FLOAT]: 'this Float',
  [Kind.BOOLEAN]: 'a Boolean',
  [Kind.NULL]: 'null',
  [Kind.ENUM]: 'this name',
  [Kind.LIST]: 'a list',
  [Kind.OBJECT]: 'an object',
};

/** The rule of graphql-js without the value that its message quotes: a logged message must not hold a secret. */
export function valuesOfCorrectType(context: ValidationContext) {
  const quiet = Object.create(context, {
    reportError: { value: (error: GraphQLError) => context.reportError(withoutValue(error, context)) },
  }) as ValidationContext;
  return ValuesOfCorrectTypeRule(quiet);
}

/** Removes the value from a message. Messages about the fields of an input object hold only names, and stay. */
function withoutValue(error: GraphQLError, context: ValidationContext): GraphQLError {
  const [node] = error.nodes as [ASTNode];
  const type = context.getInputType();
  const isAboutFields =
    node.kind === Kind.OBJECT_FIELD || (node.kind === Kind.OBJECT && isInputObjectType(getNamedType(type)));
  if (isAboutFields) return error;
  const wanted = expected(type, { hideNames: context.hideSuggestions });
  return new GraphQLError(`${wanted}, found ${found[node.kind]}.`, { nodes: node });
}
