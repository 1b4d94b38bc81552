import 'reflect-metadata';
import { KeyObject, webcrypto } from 'node:crypto';
import type { KeyPair } from './signing-key.entity.ts';

const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
const rsa2048 = { ...algorithm, modulusLength: 2048, publicExponent: Uint8Array.of(1, 0, 1) };

const yearsOfValidity = 30;

/** The maximum length of a common name in X.509. */
const maxNameLength = 64;

/**
 * Makes an RSA key of 2048 bits with a self-signed certificate valid for 30 years. It names the region, as the
 * certificates of AWS name the provider.
 */
export async function makeKeyPair({ region, now }: { region: string; now: Date }): Promise<KeyPair> {
  // Loaded here because only making a key needs it, and loading takes longer than making the key.
  const { BasicConstraintsExtension, KeyUsageFlags, KeyUsagesExtension, Name, X509CertificateGenerator } =
    await import('@peculiar/x509');
  const keys = await webcrypto.subtle.generateKey(rsa2048, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    keys,
    name: new Name([
      { O: [{ utf8String: 'CloudMeta' }] },
      { OU: [{ utf8String: 'Instance identity' }] },
      { CN: [{ utf8String: region.slice(0, maxNameLength) }] },
    ]),
    ...validityFrom(now),
    signingAlgorithm: algorithm,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
    ],
  });
  return {
    certificate: `${certificate.toString('pem')}\n`,
    privateKey: KeyObject.from(keys.privateKey).export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

/** Certificates have whole seconds. */
function validityFrom(now: Date): { notBefore: Date; notAfter: Date } {
  const notBefore = new Date(now);
  notBefore.setUTCMilliseconds(0);
  const notAfter = new Date(notBefore);
  notAfter.setUTCFullYear(notAfter.getUTCFullYear() + yearsOfValidity);
  return { notBefore, notAfter };
}
