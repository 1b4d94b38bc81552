import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { Config } from './config.ts';
import { Refusal } from './errors.ts';

const algorithm = 'aes-256-gcm';
const sizes = { nonce: 12, tag: 16 };

/** The length of the unique beginning of an encrypted text, in characters: its nonce in base64. */
export const beginningLength = 16;

/** The keys for encryption; the previous ones may be left out. */
type EncryptionKeys = Pick<Config, 'SECRET_KEY' | 'sources'> & Partial<Pick<Config, 'SECRET_KEY_PREVIOUS'>>;

/** A text that one of the keys decrypted. */
export interface Decrypted {
  text: string;
  /** True if SECRET_KEY itself decrypted it. */
  isOfPresentKey: boolean;
}

/** Keeps secrets in the database unreadable without SECRET_KEY. Previous keys only decrypt. */
export class Encryption {
  private readonly key: Buffer;
  private readonly previous: readonly Buffer[];
  /** True if SECRET_KEY is configured: a text encrypted with a key made at start cannot be decrypted after this run. */
  readonly isPersistent: boolean;

  constructor({ SECRET_KEY, SECRET_KEY_PREVIOUS = [], sources }: EncryptionKeys) {
    this.key = derived(SECRET_KEY);
    this.previous = SECRET_KEY_PREVIOUS.filter((key) => key !== SECRET_KEY).map(derived);
    this.isPersistent = sources.SECRET_KEY !== 'made at start';
  }

  /**
   * Encrypts a text that belongs to a record; it can be decrypted for the same record only.
   * @throws BAD_USER_INPUT while SECRET_KEY is not configured
   */
  encrypt(text: string, recordId: string): string {
    this.requirePersistent();
    const nonce = randomBytes(sizes.nonce);
    const cipher = createCipheriv(algorithm, this.key, nonce).setAAD(Buffer.from(recordId));
    const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url');
  }

  /** Returns the plain text; undefined if no key decrypts exactly this text for this record. */
  decrypt(encrypted: string, recordId: string): string | undefined {
    return this.decryptWithKey(encrypted, recordId)?.text;
  }

  /** Like `decrypt`, but also reports if SECRET_KEY itself decrypted the text. */
  decryptWithKey(encrypted: string, recordId: string): Decrypted | undefined {
    const bytes = Buffer.from(encrypted, 'base64url');
    if (bytes.toString('base64url') !== encrypted) return undefined; // Node.js skips characters that are not base64
    for (const key of [this.key, ...this.previous]) {
      const text = decrypted(bytes, { key, recordId });
      if (text !== undefined) return { text, isOfPresentKey: key === this.key };
    }
    return undefined;
  }

  /** @throws BAD_USER_INPUT while SECRET_KEY is not configured */
  requirePersistent(): void {
    if (this.isPersistent) return;
    throw new Refusal(
      'BAD_USER_INPUT',
      'Secrets are kept encrypted with SECRET_KEY, and none is configured. Set one (openssl rand -hex 32) and start again.',
    );
  }
}

const derived = (secretKey: string) =>
  Buffer.from(hkdfSync('sha256', secretKey, '', 'cloudmeta secrets at rest', 32));

function decrypted(bytes: Buffer, { key, recordId }: { key: Buffer; recordId: string }): string | undefined {
  const nonce = bytes.subarray(0, sizes.nonce);
  const tag = bytes.subarray(sizes.nonce, sizes.nonce + sizes.tag);
  try {
    const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength: sizes.tag });
    decipher.setAAD(Buffer.from(recordId)).setAuthTag(tag);
    return (
      decipher.update(bytes.subarray(sizes.nonce + sizes.tag), undefined, 'utf8') + decipher.final('utf8')
    );
  } catch {
    return undefined;
  }
}
