import { getNamedType, isEnumType, type GraphQLInputType } from 'graphql';

/** What belongs at a place, for a message; the names of an enum only for those who may see the schema. */
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
