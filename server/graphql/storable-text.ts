import type { SizeLimits } from './size-limits.ts';

/** Why a text cannot be stored or looked for, and what to do about it. */
export interface TextProblem {
  message: string;
  hint: string;
}

const holdsNul: TextProblem = {
  message: 'This text holds the character U+0000, which no text can hold that is kept here.',
  hint: 'Leave the character out; JSON writes it as \\u0000.',
};

const holdsHalf: TextProblem = {
  message: 'This text holds half of a character: a lone surrogate of UTF-16.',
  hint: 'Write the whole character: JSON writes both halves together, as \\ud83d\\udd11.',
};

/**
 * The problem of a text that the databases cannot hold, so that they can look for none like it either: PostgreSQL has no
 * U+0000, and half of a character is no UTF-8. Undefined where there is none. What becomes bytes may hold U+0000.
 */
export function problemOfText(text: string, { holds }: SizeLimits = {}): TextProblem | undefined {
  if (holds === 'lines') return undefined;
  if (holds !== 'bytes' && text.includes('\0')) return holdsNul;
  return text.isWellFormed() ? undefined : holdsHalf;
}
