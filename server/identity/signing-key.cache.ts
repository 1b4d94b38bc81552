import type { Reader } from '../database/reader.ts';
import type { Log } from '../log.ts';
import type { Encryption } from '../encryption.ts';
import type { IdentitySigner } from './identity-signer.ts';

/** The latest signing key as the database has it: its private key is encrypted. */
export interface SigningKeyRow {
  id: string;
  generation: number;
  certificate: string;
  sealed_private_key: string;
}

const latest = `select id, generation, certificate, sealed_private_key
  from signing_key order by generation desc limit 1`;

/** Keeps the latest signing key decrypted until it is invalidated. */
export class SigningKeyCache {
  private found: Promise<IdentitySigner | undefined> | undefined;
  private last: { row: SigningKeyRow; signer: IdentitySigner | undefined } | undefined;

  constructor(private readonly parts: { reader: Reader; encryption: Encryption; log: Log }) {}

  /**
   * The current signer; undefined while SECRET_KEY is not configured, or no key decrypts the signing key.
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

  /** True if no key has been made yet, and one can be made. @throws Unavailable */
  async isMissing(): Promise<boolean> {
    return (
      this.parts.encryption.isPersistent && (await this.parts.reader.rows<SigningKeyRow>(latest)).length === 0
    );
  }

  /** The key that was last read. */
  get row(): SigningKeyRow | undefined {
    return this.last?.row;
  }

  /** Uses a key that was read earlier, until `invalidate` is called. */
  restore(row: SigningKeyRow): void {
    this.found = this.opened(row);
  }

  /** Reads the key again when it is next needed: there may be another one. */
  invalidate(): void {
    this.found = undefined;
  }

  private async find(): Promise<IdentitySigner | undefined> {
    const [key] = await this.parts.reader.rows<SigningKeyRow>(latest);
    return key && this.opened(key);
  }

  /** A key that was encrypted again is the same key, and keeps its signer with the cached signatures. */
  private async opened(row: SigningKeyRow): Promise<IdentitySigner | undefined> {
    const { last } = this;
    const isSame = row.generation === last?.row.generation;
    const isReencrypted = row.sealed_private_key !== last?.row.sealed_private_key;
    if (isSame && !isReencrypted) return last.signer;
    const signer = (isSame ? last.signer : undefined) ?? (await this.open(row));
    this.last = { row, signer };
    return signer;
  }

  private async open({ id, generation, certificate, sealed_private_key: encrypted }: SigningKeyRow) {
    const { encryption, log } = this.parts;
    const privateKey = encryption.decrypt(encrypted, id);
    if (privateKey === undefined) {
      log.error(
        `The signing key ${generation} was encrypted with another SECRET_KEY, so identity documents are served without signatures. Name that one in SECRET_KEY_PREVIOUS, or make a new signing key: npx cloudmeta identity rotate`,
      );
      return undefined;
    }
    const { IdentitySigner } = await import('./identity-signer.ts');
    return new IdentitySigner({ certificate, privateKey });
  }
}
