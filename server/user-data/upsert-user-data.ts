import type { EntityManager } from '@mikro-orm/core';
import type { Problems } from '../errors.ts';
import { readContent } from './user-data-content.ts';
import { UserData } from './user-data.entity.ts';
import type { UserDataInput } from './user-data.inputs.ts';

/** A shared document as an input wants it. */
export interface WantedUserData {
  input: UserDataInput;
  problems: Problems;
}

/** The content of a document, which has to have one; undefined with a problem where it has none. */
export function requiredContent(
  input: UserDataInput,
  limit: number,
  problems: Problems,
): Uint8Array | undefined {
  const content = readContent(input, { text: 'text', bytes: 'content' }, { problems, limit });
  if (content) return content;
  problems.add('text', {
    code: 'BAD_USER_INPUT',
    message: 'A user-data document has a content.',
    hint: 'Give text or content.',
  });
  return undefined;
}

/** The problem of a name that another document has. */
export const takenName = (name: string) =>
  ({ code: 'ALREADY_EXISTS', message: `There already is a user-data document "${name}".` }) as const;

/**
 * Makes the documents of the given names what the inputs say, new or not. With `atomic` any problem refuses the whole
 * call; otherwise an input with a problem is left out and gives undefined.
 */
export async function upsertDocuments(
  em: EntityManager,
  wanted: WantedUserData[],
  { atomic, problems, limit }: { atomic: boolean; problems: Problems; limit: number },
): Promise<(UserData | undefined)[]> {
  const names = wanted.flatMap(({ input }) => input.name ?? []);
  const known = new Map((await em.find(UserData, { name: { $in: names } })).map((one) => [one.name, one]));
  const seen = new Set<string>();
  const plans = wanted.map(({ input, problems: own }) => {
    if (seen.has(input.name)) own.add('name', takenName(input.name));
    seen.add(input.name);
    return { input, content: requiredContent(input, limit, own), own };
  });
  if (atomic) problems.stop();
  return plans.map(({ input, content, own }) => {
    if (own.any || !content) return undefined;
    const userData = known.get(input.name) ?? new UserData(input.name, content);
    userData.replace(content);
    em.persist(userData);
    return userData;
  });
}
