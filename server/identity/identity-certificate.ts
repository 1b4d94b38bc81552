import { X509Certificate } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/core';
import { Field, Int, ObjectType } from 'type-graphql';
import { SigningKey } from './signing-key.entity.ts';

@ObjectType({
  description: 'A certificate that identity documents are verified with.',
  simpleResolvers: true,
})
export class IdentityCertificate {
  @Field(() => Int, { description: 'Counts the signing keys of this deployment from 1.' })
  readonly generation: number;

  @Field(() => String, { description: 'The certificate in PEM.' })
  readonly pem: string;

  @Field(() => String, { description: 'Its SHA-256 as openssl prints it: `AB:CD:...`.' })
  readonly fingerprint: string;

  @Field(() => String, { description: 'Hexadecimal.' })
  readonly serialNumber: string;

  @Field(() => Date, { description: 'Valid from this moment on.' })
  readonly notBefore: Date;

  @Field(() => Date, { description: 'Valid until this moment.' })
  readonly notAfter: Date;

  @Field(() => Boolean, {
    description:
      'Whether it is the one of the latest key, which signs; the others are for what they have signed.',
  })
  readonly current: boolean;

  constructor({ generation, certificate: pem }: SigningKey, { current }: { current: boolean }) {
    const certificate = new X509Certificate(pem);
    this.generation = generation;
    this.pem = pem;
    this.fingerprint = certificate.fingerprint256;
    this.serialNumber = certificate.serialNumber;
    this.notBefore = certificate.validFromDate;
    this.notAfter = certificate.validToDate;
    this.current = current;
  }
}

/** Every certificate of the deployment, the latest first. */
export async function identityCertificates(em: EntityManager): Promise<IdentityCertificate[]> {
  const keys = await em.find(SigningKey, {}, { orderBy: { generation: 'desc' } });
  return keys.map((key, index) => new IdentityCertificate(key, { current: index === 0 }));
}
