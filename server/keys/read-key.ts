import type { Problems } from '../errors.ts';
import { longestName } from '../graphql/validators.ts';
import { parsePublicKey, splitPublicKeys, type PublicKey } from './public-key.ts';

/** The one key of an input field; undefined with a problem at the field if there is not exactly one valid key. */
export function readKey(text: string, problems: Problems): PublicKey | undefined {
  const { key, problem } = parsePublicKey(text);
  if (problem) problems.add('publicKey', { code: 'BAD_USER_INPUT', ...problem });
  return key;
}

/** Every key of a text, each with the problems at its own index. */
export function readKeys(
  text: string,
  problems: Problems,
): { key: PublicKey | undefined; problems: Problems }[] {
  return splitPublicKeys(text).map((found, index) => {
    const own = problems.at('text', index);
    if (found.key) return { key: found.key, problems: own };
    own.add('publicKey', { code: 'BAD_USER_INPUT', ...found.problem });
    return { key: undefined, problems: own };
  });
}

/** The default name of a key: its comment. */
export function nameForKey(key: PublicKey | undefined, problems: Problems): string | undefined {
  if (!key) return undefined;
  const name = nameFrom(key.comment);
  if (name === '')
    problems.add('name', {
      code: 'BAD_USER_INPUT',
      message: 'This key has no comment to name it by.',
      hint: 'Give it a name.',
    });
  return name || undefined;
}

/** A comment without characters that a name may not have, cut to the maximum length, never within a character. */
export function nameFrom(comment: string): string {
  const shown = comment
    .replaceAll(/[=/]/g, '-')
    .replaceAll('\t', ' ')
    .replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, '')
    .trim();
  const characters = Array.from(shown.slice(0, 2 * longestName));
  return characters.slice(0, longestName).join('').trim();
}
