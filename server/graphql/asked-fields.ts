import { Kind, TypeInfo, visit, visitWithTypeInfo, type GraphQLResolveInfo } from 'graphql';

/** The names of the fields that an operation selects on objects of a type, anywhere in it. */
export function fieldsAskedOf(
  type: string,
  { schema, operation, fragments }: GraphQLResolveInfo,
): Set<string> {
  const asked = new Set<string>();
  const types = new TypeInfo(schema);
  const Field = ({ name }: { name: { value: string } }) => {
    if (types.getParentType()?.name === type) asked.add(name.value);
  };
  const definitions = [operation, ...Object.values(fragments)];
  visit({ kind: Kind.DOCUMENT, definitions }, visitWithTypeInfo(types, { Field }));
  return asked;
}
