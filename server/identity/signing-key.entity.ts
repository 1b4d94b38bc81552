import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { BaseRecord } from '../database/record.ts';
import type { Encryption } from '../encryption.ts';

/** A key that signs identity documents, with its public certificate. The key of the highest generation signs. */
@Entity()
export class SigningKey extends BaseRecord {
  static readonly idPrefix = 'sigkey';

  /** Counts from 1; unique, so that only one of two processes that make a key at once succeeds. */
  @Property({ type: 'integer', unique: true })
  generation: number;

  /** PEM. */
  @Property({ type: 'text' })
  certificate: string;

  /** PKCS #8 in PEM, encrypted. */
  @Property({ type: 'text', hidden: true })
  sealedPrivateKey: string;

  /** @throws BAD_USER_INPUT while SECRET_KEY is not configured */
  constructor(generation: number, { certificate, privateKey }: KeyPair, encryption: Encryption) {
    super(SigningKey.idPrefix);
    this.generation = generation;
    this.certificate = certificate;
    this.sealedPrivateKey = encryption.encrypt(privateKey, this.id);
  }

  /** PKCS #8 in PEM; undefined if it was encrypted with another SECRET_KEY. */
  privateKey(encryption: Encryption): string | undefined {
    return encryption.decrypt(this.sealedPrivateKey, this.id);
  }

  get title() {
    return `signing key ${this.generation}`;
  }
}

/** A private key and its certificate, both in PEM. */
export interface KeyPair {
  certificate: string;
  /** PKCS #8. */
  privateKey: string;
}
