import { BadBlob, readKeyBlob } from './key-blob.ts';
import { notAKey, parseKeyLine, privateKey, type KeyProblem, type ParsedKey } from './key-line.ts';

const begin = /^-{4,5} ?BEGIN |^PuTTY-User-Key-File-/;
const end = /^-{4,5} ?END |^Private-MAC:/;

/** True if a line begins a block of several lines: PEM, SSH2 (RFC 4716) or the file of a PuTTY key. */
export function startsBlock(line: string): boolean {
  return begin.test(line);
}

/** The number of lines of the block that starts at `from`; up to the last line if its end is missing. */
export function blockLength(lines: readonly string[], from: number): number {
  let last = from + 1;
  while (last < lines.length && !end.test(lines[last] ?? '')) last++;
  return Math.min(last + 1, lines.length) - from;
}

/** Reads a block. The public block of SSH2 is a key; the others are problems, each with its own hint. */
export function parseBlock(lines: readonly string[]): ParsedKey {
  const [first = ''] = lines;
  if (first.startsWith('PuTTY')) return { problem: puttyFile };
  if (/PRIVATE KEY/.test(first)) return { problem: privateKey };
  if (/SSH2 PUBLIC KEY/.test(first)) return parseSsh2(lines.slice(1));
  if (/BEGIN RSA PUBLIC KEY/.test(first)) return { problem: pem('PEM') };
  if (/BEGIN PUBLIC KEY/.test(first)) return { problem: pem('PKCS8') };
  return { problem: notAKey };
}

const puttyFile: KeyProblem = {
  message: 'This is the file of a PuTTY key, which holds the private half.',
  hint: 'Load it in PuTTYgen and paste what "Public key for pasting into OpenSSH authorized_keys file" shows.',
};

function pem(format: string): KeyProblem {
  return {
    message: 'This is a public key in the PEM format, not in that of OpenSSH.',
    hint: `Convert it and paste the result: ssh-keygen -i -m ${format} -f FILE`,
  };
}

/** RFC 4716: headers, continued after a backslash, and then the base64. */
function parseSsh2(lines: readonly string[]): ParsedKey {
  const unfolded = lines
    .filter((line) => !end.test(line))
    .join('\n')
    .replaceAll('\\\n', '')
    .split('\n');
  const isHeader = (line: string) => /^[^\s:]+:/.test(line);
  const base64 = unfolded.filter((line) => !isHeader(line)).join('');
  const comment =
    unfolded
      .find((line) => /^comment:/i.test(line))
      ?.replace(/^[^:]*:/, '')
      .trim() ?? '';
  try {
    const { type } = readKeyBlob(Buffer.from(base64, 'base64'));
    return parseKeyLine(`${type} ${base64} ${comment.replace(/^"(.*)"$/, '$1')}`);
  } catch (error) {
    if (error instanceof BadBlob) return { problem: { message: error.message, hint: error.hint } };
    throw error;
  }
}
