import { blockLength, parseBlock, startsBlock } from './key-block.ts';
import { noKey, parseKeyLine, type KeyProblem, type ParsedKey } from './key-line.ts';
import { isSkipped, Paste, startsWrappedKey, unwrapKey } from './wrapped-key.ts';

export type { KeyProblem, ParsedKey, PublicKey } from './key-line.ts';

/** A key or a problem, and its line in a pasted text; lines count from 1. */
export type PastedKey = { readonly line: number } & ParsedKey;

/**
 * Reads one pasted public key: the line of a .pub file, the same broken over several lines, or an SSH2 block. Anything
 * else, several keys included, is a problem with a hint.
 */
export function parsePublicKey(text: string): ParsedKey {
  const pasted = keysIn(new Paste(text, { isOneKey: true }));
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
 * Splits several pasted keys, as in an authorized_keys file; empty lines and lines that start with `#` are skipped.
 * A key that is broken over lines is one entry at its first line, and so is a block.
 */
export function splitPublicKeys(text: string): PastedKey[] {
  return keysIn(new Paste(text, { isOneKey: false }));
}

function keysIn(paste: Paste): PastedKey[] {
  const found: PastedKey[] = [];
  for (let at = 0; at < paste.lines.length;) {
    const { length, parsed } = entryAt(paste, at);
    if (parsed) found.push({ line: at + 1, ...parsed });
    at += length;
  }
  return found;
}

/** The entry that begins at a line, and its number of lines. */
function entryAt(paste: Paste, at: number): { length: number; parsed?: ParsedKey } {
  const { lines } = paste;
  const line = lines[at]!;
  if (isSkipped(line)) return { length: 1 };
  if (startsWrappedKey(lines, at)) return unwrapKey(paste, at);
  if (!startsBlock(line)) return { length: 1, parsed: parseKeyLine(line) };
  const length = blockLength(lines, at);
  return { length, parsed: parseBlock(lines.slice(at, at + length)) };
}
