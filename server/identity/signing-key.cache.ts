import type { Reader } from '../database/reader.ts';
import type { Log } from '../log.ts';
import type { Encryption } from '../encryption.ts';
import type { IdentitySigner } from './identity-signer.ts';

/** The latest signing key as the database has it: its private key is sealed. */
export interface SigningKeyRow {
  id: string;
  generation: number;
  certificate: string;
  sealed_private_key: string;
}

const latest = `select id, generation, certificate, sealed_private_key
  from signing_key order by generation desc limit 1`;

/** Keeps the latest signing key opened until there is another. */
export class SigningKeyCache {
  private found: Promise<IdentitySigner | undefined> | undefined;
  private last: { row: SigningKeyRow; signer: IdentitySigner | undefined } | undefined;

  constructor(private readonly parts: { reader: Reader; encryption: Encryption; log: Log }) {}

  /**
   * The present signer; undefined while SECRET_KEY is not configured, or no key opens the latest signing key.
   * @throws Unavailable
   */
  async signerNow(): Promise<IdentitySigner | undefined> {
    if (!this.parts.encryption.isPersistent) return undefined;
    const found = this.found ?? this.find();
    this.found = found;
    return found.catch((error: unknown) => {
      this.invalidate();
      throw error;
    });
  }

  /** Whether a key has yet to be made, and can be. @throws Unavailable */
  async isMissing(): Promise<boolean> {
    return (
      this.parts.encryption.isPersistent && (await this.parts.reader.rows<SigningKeyRow>(latest)).length === 0
    );
  }

  /** The key as it was last read. */
  get row(): SigningKeyRow | undefined {
    return this.last?.row;
  }

  /** Signs with a key that was read before, until the database says which one it is. */
  restore(row: SigningKeyRow): void {
    this.found = this.opened(row);
  }

  /** There may be another key. */
  invalidate(): void {
    this.found = undefined;
  }

  private async find(): Promise<IdentitySigner | undefined> {
    const [key] = await this.parts.reader.rows<SigningKeyRow>(latest);
    return key && this.opened(key);
  }

  /** A key that was sealed anew is the same key, and its signatures are remembered. */
  private async opened(row: SigningKeyRow): Promise<IdentitySigner | undefined> {
    const { last } = this;
    const isSame = row.generation === last?.row.generation;
    const isEncryptedAnew = row.sealed_private_key !== last?.row.sealed_private_key;
    if (isSame && !isEncryptedAnew) return last.signer;
    const signer = (isSame ? last.signer : undefined) ?? (await this.open(row));
    this.last = { row, signer };
    return signer;
  }

  private async open({ id, generation, certificate, sealed_private_key: encrypted }: SigningKeyRow) {
    const { encryption, log } = this.parts;
    const privateKey = encryption.decrypt(encrypted, id);
    if (privateKey === undefined) {
      log.error(
        `The signing key ${generation} was sealed with another SECRET_KEY, so identity documents are served without signatures. Name that one in SECRET_KEY_PREVIOUS, or make a new signing key: npx cloudmeta identity rotate`,
      );
      return undefined;
    }
    const { IdentitySigner } = await import('./identity-signer.ts');
    return new IdentitySigner({ certificate, privateKey });
  }
}
