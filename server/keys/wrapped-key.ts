import { startsBlock } from './key-block.ts';
import { holdsKey, isPartOfType, looksLikeKey, parseKeyLine, startsKey, type ParsedKey } from './key-line.ts';

/** The longest certificates have over a hundred lines of 64 characters. */
const maxPieces = 200;
const maxKeyLength = 64 * 1024;

/** The maximum number of joined characters that are read in one text: six such certificates take half of them. */
const maxJoinedCharacters = 8 * 1024 * 1024;

/** A pasted text with keys, in lines. */
export class Paste {
  /** The lines as pasted; `lines` has them without the blanks around them. */
  readonly raw: readonly string[];
  readonly lines: readonly string[];
  /** True if all of it is expected to be one key. */
  readonly isOneKey: boolean;
  /** The column at which lines were broken: the length of the longest line. */
  readonly width: number;
  /** True if a key in it was found to be broken over lines. */
  isWrapped = false;
  charactersLeft = maxJoinedCharacters;

  constructor(text: string, { isOneKey }: { isOneKey: boolean }) {
    this.raw = text.split(/\r\n|[\r\n]/);
    this.lines = this.raw.map((line) => line.trim());
    this.isOneKey = isOneKey;
    this.width = this.lines.reduce((width, { length }) => Math.max(width, length), 0);
  }
}

export const isSkipped = (line: string) => line === '' || line.startsWith('#');

/** True if a key begins at a line, even with only a part of its type. */
export function startsWrappedKey(lines: readonly string[], at: number): boolean {
  let joined = lines[at]!;
  for (let next = at + 1; !startsKey(joined); next += 1) {
    if (!isPartOfType(joined) || !lines[next]) return false;
    joined += lines[next]!;
  }
  return true;
}

/** True if a line begins a new entry, and does not continue a key above. */
function startsEntry(lines: readonly string[], at: number): boolean {
  const line = lines[at];
  if (line === undefined || isSkipped(line)) return true;
  return startsBlock(line) || holdsKey(line) || startsWrappedKey(lines, at);
}

/** Joins lines until they make a key, then adds the lines of its comment. Lines that make no key are one problem. */
export function unwrapKey(paste: Paste, at: number): { length: number; parsed: ParsedKey } {
  const { lines } = paste;
  let [joined, next] = [lines[at]!, at + 1];
  while (!startsKey(joined)) joined += lines[next++]!;
  const alone = parseKeyLine(joined);
  let parsed = alone;
  for (; !parsed.key && next < at + maxPieces && !startsEntry(lines, next); next += 1) {
    joined = joinedWith(joined, lines[next]!);
    paste.charactersLeft -= joined.length;
    if (joined.length <= maxKeyLength && paste.charactersLeft >= 0) parsed = parseKeyLine(joined);
  }
  if (!parsed.key) return { length: next - at, parsed: alone };
  paste.isWrapped ||= next > at + 1;
  const end = endOfComment(paste, { at, from: next });
  if (end === next) return { length: end - at, parsed };
  paste.isWrapped = true;
  let hasComment = parsed.key.comment !== '';
  for (; next < end; next += 1) {
    joined += (hasComment ? separatorAbove(paste, next) : ' ') + lines[next]!;
    hasComment = true;
  }
  return { length: end - at, parsed: parseKeyLine(joined) };
}

/** There are no blanks within base64, and there is one between the type and the base64. */
function joinedWith(joined: string, piece: string): string {
  const glued = joined + piece;
  if (/\s/.test(joined)) return glued;
  return startsKey(glued) || isPartOfType(glued) ? glued : `${joined} ${piece}`;
}

/** The first line after a complete key that is not part of its comment. */
function endOfComment(paste: Paste, { at, from }: { at: number; from: number }): number {
  let end = from;
  while (
    end < at + maxPieces &&
    !startsEntry(paste.lines, end) &&
    !looksLikeKey(paste.lines[end]!) &&
    isOfComment(paste, { at, line: end })
  )
    end += 1;
  return end;
}

/**
 * True if a line continues the comment above it. Among several keys it might also be a mistake: it must be indented
 * more than the key, or come after a line that is full, and not be a sentence of its own.
 */
function isOfComment(
  { isOneKey, raw, ...paste }: Paste,
  { at, line }: { at: number; line: number },
): boolean {
  if (isOneKey || indentOf(raw[line]!) > indentOf(raw[at]!)) return true;
  const isOneWord = !/\s/.test(paste.lines[line]!);
  return isFull(paste, line - 1) && (paste.isWrapped || /\s$/.test(raw[line - 1]!) || isOneWord);
}

/** True if the first word of the next line did not fit on this line. */
function isFull({ lines, width }: Pick<Paste, 'lines' | 'width'>, line: number): boolean {
  const [word = ''] = lines[line + 1]!.split(/\s/, 1);
  return lines[line]!.length + 1 + word.length > width;
}

const indentOf = (line: string) => line.length - line.trimStart().length;

/**
 * The blanks between a line of a comment and the one above. Blanks at its start are indentation, except one of an odd
 * number, which separates. A full line may be broken within a word, without a blank.
 */
function separatorAbove(paste: Paste, line: number): string {
  const above = paste.raw[line - 1]!;
  const trailing = above.slice(above.trimEnd().length);
  const leading = indentOf(paste.raw[line]!) % 2 === 1 ? ' ' : '';
  return trailing + leading || (isFull(paste, line - 1) ? '' : ' ');
}
