import { X509Certificate } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/core';
import { Field, Int, ObjectType } from 'type-graphql';
import { SigningKey } from './signing-key.entity.ts';

@ObjectType({
  description: 'A certificate for verifying identity documents.',
  simpleResolvers: true,
})
export class IdentityCertificate {
  @Field(() => Int, { description: 'The number of the signing key in this deployment, from 1.' })
  readonly generation: number;

  @Field(() => String, { description: 'The certificate in PEM format.' })
  readonly pem: string;

  @Field(() => String, { description: 'The SHA-256 fingerprint, as openssl prints it: `AB:CD:...`.' })
  readonly fingerprint: string;

  @Field(() => String, { description: 'The serial number, in hexadecimal.' })
  readonly serialNumber: string;

  @Field(() => Date, { description: 'The time from which the certificate is valid.' })
  readonly notBefore: Date;

  @Field(() => Date, { description: 'The time until which the certificate is valid.' })
  readonly notAfter: Date;

  @Field(() => Boolean, {
    description:
      'True for the certificate of the latest key, which signs; the others verify what their keys have signed.',
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
