import type { SizeLimits } from './size-limits.ts';

/** The reason that a text cannot be stored or searched for, and what to do about it. */
export interface TextProblem {
  message: string;
  hint: string;
}

const holdsNul: TextProblem = {
  message: 'This text holds the character U+0000, which no text can hold that is kept here.',
  hint: 'Leave the character out; JSON writes it as \\u0000.',
};

const holdsLoneSurrogate: TextProblem = {
  message: 'This text holds half of a character: a lone surrogate of UTF-16.',
  hint: 'Write the whole character: JSON writes both halves together, as \\ud83d\\udd11.',
};

/**
 * The problem of a text that the databases can neither store nor search for: PostgreSQL has no U+0000, and a lone
 * surrogate is not UTF-8. Undefined where there is none. A text that becomes bytes may hold U+0000.
 */
export function problemOfText(text: string, { holds }: SizeLimits = {}): TextProblem | undefined {
  if (holds === 'lines') return undefined;
  if (holds !== 'bytes' && text.includes('\0')) return holdsNul;
  return text.isWellFormed() ? undefined : holdsLoneSurrogate;
}
