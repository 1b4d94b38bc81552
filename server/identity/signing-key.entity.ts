import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { BaseRecord } from '../database/record.ts';

/** A key that signs identity documents, with its public certificate. The one of the highest generation signs. */
@Entity()
export class SigningKey extends BaseRecord {
  static readonly idPrefix = 'sigkey';

  /** Counts from 1; unique, so that of two processes that make a key at once only one succeeds. */
  @Property({ type: 'integer', unique: true })
  generation: number;

  /** PEM. */
  @Property({ type: 'text' })
  certificate: string;

  /** PKCS #8 in PEM, sealed. */
  @Property({ type: 'text', hidden: true })
  sealedPrivateKey: string;

  constructor(
    generation: number,
    { certificate, sealedPrivateKey }: { certificate: string; sealedPrivateKey: string },
  ) {
    super(SigningKey.idPrefix);
    this.generation = generation;
    this.certificate = certificate;
    this.sealedPrivateKey = sealedPrivateKey;
  }

  get title() {
    return `signing key ${this.generation}`;
  }
}
