import { blockLength, parseBlock, startsBlock } from './key-block.ts';
import { holdsKey, noKey, parseKeyLine, startsKey, type KeyProblem, type ParsedKey } from './key-line.ts';

export type { KeyProblem, ParsedKey, PublicKey } from './key-line.ts';

/** What stands at a line of a pasted text; lines count from 1. */
export type PastedKey = { readonly line: number } & ParsedKey;

/**
 * Reads one public key as somebody pasted it: the line of a .pub file, the same broken over several lines, or an SSH2
 * block. Anything else, several keys included, is a problem with advice.
 */
export function parsePublicKey(text: string): ParsedKey {
  const pasted = splitPublicKeys(text);
  const [first = { problem: noKey }, ...others] = pasted;
  if (others.length === 0) return first;
  const problem = pasted.find((one) => one.problem)?.problem;
  return { problem: problem ?? severalKeys };
}

const severalKeys: KeyProblem = {
  message: 'These are several keys.',
  hint: 'Paste one key here, or import all of them at once.',
};

/**
 * Tells several pasted keys apart, as in an authorized_keys file; empty lines and lines that start with `#` do not
 * count. A key that is broken over lines and a block are one entry, at their first line.
 */
export function splitPublicKeys(text: string): PastedKey[] {
  const lines = text.split(/\r\n|[\r\n]/).map((line) => line.trim());
  const found: PastedKey[] = [];
  const joins = { charactersLeft: mostJoined };
  for (let at = 0; at < lines.length;) {
    const { length, parsed } = entryAt(lines, { at, joins });
    if (parsed) found.push({ line: at + 1, ...parsed });
    at += length;
  }
  return found;
}

interface Entry {
  /** In lines. */
  length: number;
  parsed?: ParsedKey;
}

function entryAt(lines: readonly string[], { at, joins }: { at: number; joins: Joins }): Entry {
  const line = lines[at] ?? '';
  if (isSkipped(line)) return { length: 1 };
  if (startsBlock(line)) {
    const length = blockLength(lines, at);
    return { length, parsed: parseBlock(lines.slice(at, at + length)) };
  }
  const parsed = parseKeyLine(line);
  return parsed.problem && startsKey(line)
    ? brokenKey(lines.slice(at, at + mostPieces), { alone: parsed, joins })
    : { length: 1, parsed };
}

/** The longest certificates have some hundred lines of 64 characters. */
const mostPieces = 200;
const longestKey = 64 * 1024;

/** The most characters of joined lines that are looked at in one text: six such certificates take half of them. */
const mostJoined = 8 * 1024 * 1024;

/** The rest of that. */
interface Joins {
  charactersLeft: number;
}

/** Joins a line that is no whole key with those below until they make one; if they do not, all are one problem. */
function brokenKey(
  [first = '', ...below]: readonly string[],
  { alone, joins }: { alone: ParsedKey; joins: Joins },
): Entry {
  const next = below.findIndex(startsEntry);
  const rest = next === -1 ? below : below.slice(0, next);
  let joined = /\s/.test(first) ? first : `${first} `;
  for (const [index, piece] of rest.entries()) {
    joined += piece;
    joins.charactersLeft -= joined.length;
    if (joined.length > longestKey || joins.charactersLeft < 0) break;
    const parsed = parseKeyLine(joined);
    if (parsed.key) return { length: index + 2, parsed };
  }
  return { length: rest.length + 1, parsed: alone };
}

function startsEntry(line: string): boolean {
  return isSkipped(line) || startsBlock(line) || startsKey(line) || holdsKey(line);
}

const isSkipped = (line: string) => line === '' || line.startsWith('#');
