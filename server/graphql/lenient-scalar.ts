import { GraphQLScalarType, Kind, type ValueNode } from 'graphql';

/**
 * A value that its scalar could not read. It is passed on as a value, so that the check of the whole input can report
 * it at its field together with everything else that is wrong.
 */
export class Malformed {
  constructor(
    readonly message: string,
    readonly hint?: string,
  ) {}
}

interface LenientScalar<Internal> {
  name: string;
  description: string;
  /** Reads the client's text. */
  parse(text: string): Internal | Malformed;
  serialize?(value: Internal): unknown;
}

/** A scalar written as text that never throws for text it cannot read: it returns a `Malformed` instead. */
export function lenientScalar<Internal>(scalar: LenientScalar<Internal>): GraphQLScalarType {
  const read = (value: unknown) =>
    typeof value === 'string' ? scalar.parse(value) : new Malformed(`A ${scalar.name} is written as text.`);
  return new GraphQLScalarType({
    name: scalar.name,
    description: scalar.description,
    serialize: (value) => (scalar.serialize ? scalar.serialize(value as Internal) : value),
    parseValue: read,
    parseLiteral: (node: ValueNode) => read(node.kind === Kind.STRING ? node.value : undefined),
  });
}
