import { isInputObjectType, isListType, isNonNullType, type GraphQLArgument } from 'graphql';
import type { Problems } from '../errors.ts';
import { Malformed } from './lenient-scalar.ts';
import type { SizeLimits } from './size-limits.ts';
import { problemOfText } from './storable-text.ts';

/** An argument or a field of an input, as the schema declares it. */
export type Declared = Pick<GraphQLArgument, 'name' | 'type' | 'extensions'>;

/**
 * Removes from an input what its scalars could not read and the texts that cannot be stored, and adds a problem at each
 * place. In lists they become undefined, so that the others keep their places.
 */
export function takeOutUnreadable(
  input: Record<string, unknown>,
  declared: readonly Declared[],
  problems: Problems,
): void {
  for (const { name, type, extensions } of declared) {
    if (input[name] == null) continue;
    const limits = (extensions.limits as SizeLimits | undefined) ?? {};
    const readable = readableOf(input[name], { type, limits }, problems.at(name));
    if (readable === undefined) delete input[name];
    else input[name] = readable;
  }
}

function readableOf(
  value: unknown,
  { type, limits }: { type: Declared['type']; limits: SizeLimits },
  problems: Problems,
): unknown {
  if (value == null) return value;
  if (isNonNullType(type)) return readableOf(value, { type: type.ofType, limits }, problems);
  const problem = problemOf(value, limits);
  if (problem) return void problems.add([], { code: 'BAD_USER_INPUT', ...problem });
  if (isListType(type) && Array.isArray(value))
    return value.map((item, index) => readableOf(item, { type: type.ofType, limits }, problems.at(index)));
  if (isInputObjectType(type))
    takeOutUnreadable(value as Record<string, unknown>, Object.values(type.getFields()), problems);
  return value;
}

function problemOf(
  value: unknown,
  limits: SizeLimits,
): { message: string; hint?: string | undefined } | undefined {
  if (value instanceof Malformed) return { message: value.message, hint: value.hint };
  return typeof value === 'string' ? problemOfText(value, limits) : undefined;
}
