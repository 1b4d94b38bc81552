import { usualMost, type Most } from '../graphql/most.ts';

/** A count that is above its most. */
export interface Excess {
  count: number;
  most: number;
  what: 'items' | 'characters' | 'lines' | 'words';
}

/** Compares a list or a text with the most that is declared for it; undefined where it is within that. */
export function excessOf(value: string | readonly unknown[], most: Most): Excess | undefined {
  if (typeof value !== 'string') return over('items', most.items ?? usualMost.items, value.length);
  const { characters = usualMost.characters, lines, words } = most;
  return (
    over('characters', characters, value.length) ??
    (lines === undefined ? undefined : over('lines', lines, linesOf(value))) ??
    (words === undefined ? undefined : over('words', words, wordsOf(value)))
  );
}

const over = (what: Excess['what'], most: number, count: number): Excess | undefined =>
  count > most ? { what, most, count } : undefined;

/** A sentence about an excess at the place to which the path leads. */
export function excessMessage({ count, most, what }: Excess, path: readonly string[]): string {
  const name = path.findLast((step) => !/^\d/.test(step));
  return `At most ${most} ${what} in ${name}; there are ${count} here.`;
}

export const linesOf = (text: string) => 1 + countOf(text, /\r\n|[\r\n]/g);

export const wordsOf = (text: string) => countOf(text, /\S+/g);

/** One by one: a list of all would take more room than the text. */
function countOf(text: string, pattern: RegExp): number {
  let count = 0;
  while (pattern.exec(text)) count += 1;
  return count;
}
