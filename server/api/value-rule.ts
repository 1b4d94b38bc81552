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

/** What stands where a value of another type belongs; never the value itself. */
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

/** The rule of graphql-js, which quotes the value that it refuses: whoever logs the message must not log a secret. */
export function valuesOfCorrectType(context: ValidationContext) {
  const quiet = Object.create(context, {
    reportError: { value: (error: GraphQLError) => context.reportError(withoutValue(error, context)) },
  }) as ValidationContext;
  return ValuesOfCorrectTypeRule(quiet);
}

/** What it says of the fields of an input object holds names alone. */
function withoutValue(error: GraphQLError, context: ValidationContext): GraphQLError {
  const [node] = error.nodes as [ASTNode];
  const type = context.getInputType();
  const isAboutFields =
    node.kind === Kind.OBJECT_FIELD || (node.kind === Kind.OBJECT && isInputObjectType(getNamedType(type)));
  if (isAboutFields) return error;
  const wanted = expected(type, { hideNames: context.hideSuggestions });
  return new GraphQLError(`${wanted}, found ${found[node.kind]}.`, { nodes: node });
}
