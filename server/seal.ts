import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { Config } from './config.ts';
import { Refusal } from './errors.ts';

const algorithm = 'aes-256-gcm';
const sizes = { nonce: 12, tag: 16 };

/** Characters at the beginning of a sealed text that no other one has: its nonce in base64. */
export const beginningLength = 16;

/** The keys of a seal; those before the present one may be missing. */
type SealKeys = Pick<Config, 'SECRET_KEY' | 'sources'> & Partial<Pick<Config, 'SECRET_KEY_PREVIOUS'>>;

/** A sealed text that some key has opened. */
export interface Opened {
  text: string;
  /** True where SECRET_KEY itself opens it. */
  isOfPresentKey: boolean;
}

/** Keeps secrets in the database unreadable without SECRET_KEY. What keys before it have sealed, it opens. */
export class Seal {
  private readonly key: Buffer;
  private readonly previous: readonly Buffer[];
  /** Whether SECRET_KEY is configured: what a key of this run alone seals, nobody can open after it. */
  readonly lasts: boolean;

  constructor({ SECRET_KEY, SECRET_KEY_PREVIOUS = [], sources }: SealKeys) {
    this.key = derived(SECRET_KEY);
    this.previous = SECRET_KEY_PREVIOUS.filter((key) => key !== SECRET_KEY).map(derived);
    this.lasts = sources.SECRET_KEY !== 'made at start';
  }

  /**
   * Encrypts a text that belongs to a record; it opens for the same record only.
   * @throws BAD_USER_INPUT while SECRET_KEY is not configured
   */
  close(text: string, recordId: string): string {
    this.expectLasting();
    const nonce = randomBytes(sizes.nonce);
    const cipher = createCipheriv(algorithm, this.key, nonce).setAAD(Buffer.from(recordId));
    const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url');
  }

  /** The text again; undefined when no key opens it, for this record, exactly as it was sealed. */
  open(sealed: string, recordId: string): string | undefined {
    return this.unseal(sealed, recordId)?.text;
  }

  /** The same, with the key that it took. */
  unseal(sealed: string, recordId: string): Opened | undefined {
    const bytes = Buffer.from(sealed, 'base64url');
    if (bytes.toString('base64url') !== sealed) return undefined; // what is no base64 is read past
    for (const key of [this.key, ...this.previous]) {
      const text = decrypted(bytes, { key, recordId });
      if (text !== undefined) return { text, isOfPresentKey: key === this.key };
    }
    return undefined;
  }

  /** @throws BAD_USER_INPUT while SECRET_KEY is not configured */
  expectLasting(): void {
    if (this.lasts) return;
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
