import { getNamedType, isEnumType, type GraphQLInputType } from 'graphql';

/** The type that is expected, for a message; the names of an enum only for callers who may see the schema. */
export function expected(
  type: GraphQLInputType | null | undefined,
  { hideNames }: { hideNames: boolean },
): string {
  const named = getNamedType(type);
  if (hideNames || !isEnumType(named)) return `Expected ${String(type)}`;
  return `Expected ${String(type)} (${named
    .getValues()
    .map(({ name }) => name)
    .join(', ')})`;
}
