import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { Config } from './config.ts';
import { Refusal } from './errors.ts';

const algorithm = 'aes-256-gcm';
const sizes = { nonce: 12, tag: 16 };

/** Keeps secrets in the database unreadable without SECRET_KEY. */
export class Seal {
  private readonly key: Buffer;
  /** Whether SECRET_KEY is configured: what a key of this run alone seals, nobody can open after it. */
  readonly lasts: boolean;

  constructor({ SECRET_KEY, sources }: Pick<Config, 'SECRET_KEY' | 'sources'>) {
    this.key = Buffer.from(hkdfSync('sha256', SECRET_KEY, '', 'cloudmeta secrets at rest', 32));
    this.lasts = sources.SECRET_KEY !== 'made at start';
  }

  /**
   * Encrypts a text that belongs to a record; it opens for the same record only.
   * @throws BAD_USER_INPUT while SECRET_KEY is not configured
   */
  close(text: string, recordId: string): string {
    if (!this.lasts)
      throw new Refusal(
        'BAD_USER_INPUT',
        'Secrets are kept encrypted with SECRET_KEY, and none is configured. Set one (openssl rand -hex 32) and start again.',
      );
    const nonce = randomBytes(sizes.nonce);
    const cipher = createCipheriv(algorithm, this.key, nonce).setAAD(Buffer.from(recordId));
    const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url');
  }

  /** The text again; undefined when it was sealed with another SECRET_KEY, or for another record, or is not exactly as it was sealed. */
  open(sealed: string, recordId: string): string | undefined {
    const bytes = Buffer.from(sealed, 'base64url');
    if (bytes.toString('base64url') !== sealed) return undefined; // what is no base64 is read past
    const nonce = bytes.subarray(0, sizes.nonce);
    const tag = bytes.subarray(sizes.nonce, sizes.nonce + sizes.tag);
    try {
      const decipher = createDecipheriv(algorithm, this.key, nonce, { authTagLength: sizes.tag });
      decipher.setAAD(Buffer.from(recordId)).setAuthTag(tag);
      return (
        decipher.update(bytes.subarray(sizes.nonce + sizes.tag), undefined, 'utf8') + decipher.final('utf8')
      );
    } catch {
      return undefined;
    }
  }
}
