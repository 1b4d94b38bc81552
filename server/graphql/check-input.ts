import { validateSync, type ValidationError } from 'class-validator';
import type { GraphQLArgument } from 'graphql';
import { getNamedType, isInputObjectType } from 'graphql';
import type { ResolverData } from 'type-graphql';
import { Problems, type FieldError } from '../errors.ts';
import type { Context } from './context.ts';
import { Malformed } from './lenient-scalar.ts';

/**
 * Checks the shape of one input object: what its scalars could not read and what its validators refuse.
 *
 * A mutation goes on with the wrong values taken out, so that its resolver can find the other problems (names that
 * do not exist, addresses that are taken) before `problems.stop()` reports all of them. A query is refused at once.
 */
export function checkInput(value: unknown, type: unknown, { context, info }: ResolverData<Context>): void {
  if (typeof value !== 'object' || value === null) return;
  const isMutation = info.parentType.name === 'Mutation';
  const problems = isMutation ? context.problems : new Problems(argumentName(info, type));
  takeOutMalformed(value as Record<string, unknown>, problems);
  for (const error of validateSync(value, { forbidUnknownValues: false }))
    takeOutInvalid(error, value, problems);
  if (!isMutation) problems.stop();
}

/** The argument that has the type, as the beginning of a path; nothing for a class of arguments, which has no name. */
function argumentName(info: ResolverData['info'], type: unknown): string[] {
  const named = (argument: GraphQLArgument) => {
    const { name } = getNamedType(argument.type);
    return isInputObjectType(getNamedType(argument.type)) && typeof type === 'function' && type.name === name;
  };
  const argument = info.parentType.getFields()[info.fieldName]?.args.find(named);
  return argument ? [argument.name] : [];
}

function takeOutMalformed(object: Record<string, unknown>, problems: Problems): void {
  for (const [key, value] of Object.entries(object)) {
    if (value instanceof Malformed) {
      problems.add(key, { code: 'BAD_USER_INPUT', message: value.message, hint: value.hint });
      delete object[key];
    } else if (Array.isArray(value)) {
      object[key] = withoutMalformed(value, problems.at(key));
    } else if (isInputObject(value)) {
      takeOutMalformed(value, problems.at(key));
    }
  }
}

/** Malformed elements become holes, so that the others keep their places. */
function withoutMalformed(list: unknown[], problems: Problems): unknown[] {
  return list.map((item, index) => {
    if (item instanceof Malformed) {
      problems.add([index], { code: 'BAD_USER_INPUT', message: item.message, hint: item.hint });
      return undefined;
    }
    if (isInputObject(item)) takeOutMalformed(item, problems.at(index));
    return item;
  });
}

const isInputObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !(value instanceof Date) && !ArrayBuffer.isView(value);

function takeOutInvalid(error: ValidationError, parent: object, problems: Problems): void {
  const value = (parent as Record<string, unknown>)[error.property];
  for (const child of error.children ?? [])
    takeOutInvalid(child, value as object, problems.at(error.property));
  const [message] = Object.values(error.constraints ?? {});
  if (message === undefined) return;
  const problem: Omit<FieldError, 'path'> = { code: 'BAD_USER_INPUT', message };
  problems.add(error.property, problem);
  if (Array.isArray(parent)) parent[Number(error.property)] = undefined;
  else delete (parent as Record<string, unknown>)[error.property];
}
