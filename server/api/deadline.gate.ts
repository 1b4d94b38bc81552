import type { GraphQLResolveInfo } from 'graphql';
import type { MiddlewareFn } from 'type-graphql';
import { Refusal } from '../errors.ts';
import type { Context } from '../graphql/context.ts';

/**
 * Starts no resolver once the time of its operation is over, or once there were too many; the refusal states if a change
 * was made.
 */
export const deadlineGate: MiddlewareFn<Context> = async ({ context: { deadline, budget }, info }, next) => {
  if (info.parentType.name !== 'Mutation') budget?.takeField(); // or a refusal could not say what was done
  if (deadline?.isOver) throw deadline.refusal(consequenceFor(info));
  try {
    return await next();
  } catch (error) {
    const isOther = error instanceof Refusal && error.code !== 'DEADLINE_EXCEEDED';
    throw deadline?.isOver && !isOther ? deadline.refusal(consequenceFor(info)) : error;
  }
};

/** A mutation that is stopped is rolled back; when the fields of its payload are resolved it is committed. */
function consequenceFor({ operation, parentType }: GraphQLResolveInfo): string {
  if (operation.operation !== 'mutation') return 'Ask for less at once.';
  return parentType.name === 'Mutation' ? 'Nothing of it was changed.' : 'The change was made.';
}
