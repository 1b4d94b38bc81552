import { createPrivateKey, X509Certificate } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { makeKeyPair } from './make-key-pair.ts';

const now = new Date('2026-03-01T12:00:00.789Z');

const make = async (region = 'lab-local-1') => {
  const { certificate, privateKey } = await makeKeyPair({ region, now });
  return {
    pem: certificate,
    certificate: new X509Certificate(certificate),
    privateKey: createPrivateKey(privateKey),
  };
};

describe('a key pair', () => {
  it('is RSA with 2048 bits, with a certificate that it signed itself', async () => {
    const { pem, certificate, privateKey } = await make();

    expect(privateKey).toMatchObject({
      asymmetricKeyType: 'rsa',
      asymmetricKeyDetails: { modulusLength: 2048, publicExponent: 65537n },
    });
    expect(certificate.checkPrivateKey(privateKey)).toBe(true);
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(certificate.ca).toBe(false);
    expect(pem).toMatch(/^-----BEGIN CERTIFICATE-----\n[^]+\n-----END CERTIFICATE-----\n$/);
  });

  it('is valid for thirty years from the whole second on', async () => {
    const { certificate } = await make();

    expect(certificate.validFromDate).toEqual(new Date('2026-03-01T12:00:00Z'));
    expect(certificate.validToDate).toEqual(new Date('2056-03-01T12:00:00Z'));
  });

  it('has a positive serial number that no other has', async () => {
    const serials = [await make(), await make()].map(({ certificate }) => certificate.serialNumber);

    expect(new Set(serials).size).toBe(2);
    for (const serial of serials) expect(serial).toMatch(/^[0-9A-F]{28,34}$/);
  });

  it.each([
    ['lab-local-1', 'lab-local-1'],
    ['a,b="c"+#d', 'a,b="c"+#d'],
    ['#04024869', '#04024869'],
    ['x'.repeat(100), 'x'.repeat(64)],
  ])('names the region %s', async (region, name) => {
    const { certificate } = await make(region);

    expect(certificate.toLegacyObject().subject).toEqual({
      O: 'CloudMeta',
      OU: 'Instance identity',
      CN: name,
    });
    expect(certificate.issuer).toBe(certificate.subject);
  });
});
