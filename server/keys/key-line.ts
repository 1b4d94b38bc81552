import { createHash } from 'node:crypto';
import { BadBlob, keyTypes, readKeyBlob } from './key-blob.ts';

/** An SSH public key, or a certificate of one, as OpenSSH writes it. */
export interface PublicKey {
  /** Such as `ssh-ed25519`; for a certificate such as `ssh-ed25519-cert-v01@openssh.com`. */
  readonly type: string;
  /** The normalised line: type, base64 and, if there is one, comment, separated by single blanks. */
  readonly publicKey: string;
  /** The decoded base64. */
  readonly blob: Uint8Array;
  /** As `ssh-keygen -l` counts them: 256 for every ed25519 key. */
  readonly bits: number;
  /** As `ssh-keygen -l` prints it, `SHA256:...`; for a certificate that of the key it certifies. */
  readonly fingerprint: string;
  /** May be empty. Blanks inside are kept as they were. */
  readonly comment: string;
}

/** The reason why a text is no public key, and a hint. Neither repeats anything of the text: it may be secret. */
export interface KeyProblem {
  readonly message: string;
  readonly hint: string;
}

export type ParsedKey =
  | { readonly key: PublicKey; readonly problem?: undefined }
  | { readonly key?: undefined; readonly problem: KeyProblem };

const howToPaste = 'Paste the one line of a file such as ~/.ssh/id_ed25519.pub.';

export const noKey = { message: 'There is no key here.', hint: howToPaste };
export const notAKey = { message: 'This is not an SSH public key.', hint: howToPaste };
export const privateKey = {
  message: 'This is a private key. Nobody but its owner should have it.',
  hint: 'Paste its public half: the .pub file beside it, or what this prints: ssh-keygen -y -f FILE',
};

const alternatives = [...keyTypes]
  .sort((a, b) => b.length - a.length)
  .map((type) => type.replaceAll('.', '\\.'))
  .join('|');
const typeInFront = new RegExp(`^(?:${alternatives})(?=\\s|$)`);
const typeInside = new RegExp(`\\s(?<type>${alternatives})\\s+AAAA`);

/** Base64 of `openssh-key-v1`, the start of the content of a private key file. */
const insideOfPrivateKey = /(?:^|\s)b3BlbnNzaC1rZXkt/;

/** Control characters except tabs, lone surrogates, and all line breaks: a comment must stay on one line everywhere. */
const controlCharacter = /[^\P{Cc}\t]|[\p{Zl}\p{Zp}\p{Cs}]/u;

/** True if a line begins with the type of a key. */
export function startsKey(line: string): boolean {
  return typeInFront.test(line);
}

/** True if a text is a type, or the beginning of one. */
export function isPartOfType(text: string): boolean {
  return keyTypes.some((type) => type.startsWith(text));
}

/** True if a line has the beginning of a key of any type, so that it does not continue a comment. */
export function looksLikeKey(line: string): boolean {
  return /AAAA[A-Za-z0-9+/]{4}/.test(line) || insideOfPrivateKey.test(line);
}

/** True if there is a key further inside a line, such as after the options of authorized_keys. */
export function holdsKey(line: string): boolean {
  return typeInside.test(line);
}

/** Reads one line `type base64 comment`; only the comment may be missing. */
export function parseKeyLine(text: string): ParsedKey {
  const line = text.trim();
  const refused = refusalOf(line);
  if (refused) return { problem: refused };
  const [, type = '', base64 = '', comment = ''] = /^(\S+)\s*(\S*)\s*(.*)$/s.exec(line) ?? [];
  if (controlCharacter.test(comment)) return { problem: controlCharacterInComment };
  return parseParts(type, base64, comment);
}

const controlCharacterInComment = {
  message: 'The comment of the key holds a control character, or half of a character.',
  hint: 'Leave the comment out, or write it in plain characters.',
};

function refusalOf(line: string): KeyProblem | undefined {
  if (line === '') return noKey;
  if (insideOfPrivateKey.test(line)) return privateKey;
  if (startsKey(line)) return undefined;
  const inside = typeInside.exec(line)?.groups?.['type'];
  if (inside !== undefined) {
    const message = 'Something stands in front of the key: options of authorized_keys or the name of a host.';
    return { message, hint: `Paste the key alone, from ${inside} on.` };
  }
  if (/^AAAA[A-Za-z0-9+/]/.test(line)) {
    return { message: 'The type in front of the key is missing.', hint: howToPaste };
  }
  return /^\S+\s+AAAA[A-Za-z0-9+/]/.test(line) ? unknownType : notAKey;
}

function parseParts(type: string, base64: string, comment: string): ParsedKey {
  const blob = Buffer.from(base64, 'base64');
  if (blob.toString('base64') !== base64) return { problem: notBase64 };
  try {
    const { bits, plain, ...inside } = readKeyBlob(blob);
    if (inside.type !== type) return { problem: otherType };
    const publicKey = [type, base64, comment].join(' ').trimEnd();
    return { key: { type, publicKey, blob, bits, fingerprint: fingerprintOf(plain), comment } };
  } catch (error) {
    if (error instanceof BadBlob) return { problem: { message: error.message, hint: error.hint } };
    throw error;
  }
}

const unknownType = {
  message: 'The word in front of the key is no type that OpenSSH writes.',
  hint: 'It is written as ssh-ed25519, ecdsa-sha2-nistp256 or ssh-rsa, in lower case. Copy the whole line again.',
};

const notBase64 = {
  message: 'The middle part of the key is not base64, or was cut short.',
  hint: 'Copy the whole line of the .pub file again.',
};

const otherType = {
  message: 'The key is of another type than the word in front of it says.',
  hint: 'Copy the whole line of the .pub file again.',
};

function fingerprintOf(blob: Uint8Array): string {
  return `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`;
}
