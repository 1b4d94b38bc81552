import { validateSync, type ValidationError } from 'class-validator';
import { getNamedType, isInputObjectType } from 'graphql';
import { getMetadataStorage, type ResolverData } from 'type-graphql';
import { Problems } from '../errors.ts';
import type { Context } from './context.ts';
import { takeOutUnreadable, type Declared } from './unreadable.ts';

/**
 * Checks one input object for values that its scalars could not read, texts that cannot be stored, and what its
 * validators refuse.
 *
 * A mutation goes on with the wrong values removed, so that its resolver can find the other problems (names that do not
 * exist, addresses that are taken) before `problems.throwIfAny()` reports all of them. A query is refused at once.
 */
export function checkInput(value: unknown, type: unknown, { context, info }: ResolverData<Context>): void {
  if (typeof value !== 'object' || value === null) return;
  const isMutation = info.parentType.name === 'Mutation';
  const { declared, path } = declarationOf(type, info);
  const problems = isMutation ? context.problems : new Problems(path);
  takeOutUnreadable(value as Record<string, unknown>, declared, problems);
  for (const error of validateSync(value, { forbidUnknownValues: false }))
    takeOutInvalid(error, value, problems);
  if (!isMutation) problems.throwIfAny();
}

/** The schema's declaration of an input class: the fields of its argument, or for an ArgsType all arguments. */
function declarationOf(
  type: unknown,
  { parentType, fieldName }: ResolverData['info'],
): { declared: readonly Declared[]; path: string[] } {
  const { args } = parentType.getFields()[fieldName]!;
  const typeName = getMetadataStorage().inputTypes.find(({ target }) => target === type)?.name;
  const argument = args.find((one) => getNamedType(one.type).name === typeName);
  const named = argument && getNamedType(argument.type);
  if (!isInputObjectType(named)) return { declared: args, path: [] };
  return { declared: Object.values(named.getFields()), path: [argument!.name] };
}

/** Removes invalid values and adds their problems; those that could not be read have theirs already. */
function takeOutInvalid(error: ValidationError, parent: object, problems: Problems): void {
  const { property } = error;
  const value = (parent as Record<string, unknown>)[property];
  for (const child of error.children ?? []) takeOutInvalid(child, value as object, problems.at(property));
  const [message] = Object.values(error.constraints ?? {});
  if (message === undefined) return;
  if (!problems.at(property).any) problems.add(property, { code: 'BAD_USER_INPUT', message });
  if (Array.isArray(parent)) parent[Number(property)] = undefined;
  else delete (parent as Record<string, unknown>)[property];
}
