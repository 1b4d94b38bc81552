import { defaultSizeLimits, type SizeLimits } from '../graphql/size-limits.ts';

/** A count that is above its maximum. */
export interface Excess {
  count: number;
  max: number;
  what: 'items' | 'characters' | 'lines' | 'words';
}

/** Compares a list or a text with the limits that are declared for it; undefined where it is within them. */
export function excessOf(value: string | readonly unknown[], limits: SizeLimits): Excess | undefined {
  if (typeof value !== 'string') return over('items', limits.items ?? defaultSizeLimits.items, value.length);
  const { characters = defaultSizeLimits.characters, lines, words } = limits;
  return (
    over('characters', characters, value.length) ??
    (lines === undefined ? undefined : over('lines', lines, linesOf(value))) ??
    (words === undefined ? undefined : over('words', words, wordsOf(value)))
  );
}

const over = (what: Excess['what'], max: number, count: number): Excess | undefined =>
  count > max ? { what, max, count } : undefined;

/** The message about an excess at the place to which the path leads. */
export function excessMessage({ count, max, what }: Excess, path: readonly string[]): string {
  const name = path.findLast((step) => !/^\d/.test(step));
  return `At most ${max} ${what} in ${name}; there are ${count} here.`;
}

export const linesOf = (text: string) => 1 + countOf(text, /\r\n|[\r\n]/g);

export const wordsOf = (text: string) => countOf(text, /\S+/g);

/** Counts matches one by one: a list of all would take more memory than the text. */
function countOf(text: string, pattern: RegExp): number {
  let count = 0;
  while (pattern.exec(text)) count += 1;
  return count;
}
