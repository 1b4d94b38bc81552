import type { MiddlewareFn } from 'type-graphql';
import { Refusal } from '../errors.ts';
import type { Context } from '../graphql/context.ts';

/** Lets no resolver begin once the time of its operation is over, and says so of whatever was stopped by that. */
export const deadlineGate: MiddlewareFn<Context> = async ({ context: { deadline }, info }, next) => {
  const isBelowChange = info.operation.operation === 'mutation' && info.parentType.name !== 'Mutation';
  const refusal = () => deadline?.refusal(isBelowChange ? 'The change was made.' : undefined);
  if (deadline?.isOver) throw refusal();
  try {
    return await next();
  } catch (error) {
    if (deadline?.isOver && !(error instanceof Refusal)) throw refusal();
    throw error;
  }
};
