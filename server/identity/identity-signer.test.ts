import { X509Certificate, verify } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { GeneralizedTime, UTCTime } from 'asn1js';
import { Certificate, ContentInfo, IssuerAndSerialNumber, SignedData } from 'pkijs';
import { exampleView } from '../tests/support/example-view.ts';
import { identityDocument } from '../metadata/identity-document.ts';
import { IdentitySigner } from './identity-signer.ts';
import { makeKeyPair } from './make-key-pair.ts';
import type { KeyPair } from './signing-key.entity.ts';

const document = identityDocument(exampleView());
const launchedAt = (time: string) => identityDocument(exampleView({ launchedAt: new Date(time) }));
const bytes = (base64: string) => Buffer.from(base64, 'base64');
const parsed = (base64: string) =>
  new SignedData({ schema: ContentInfo.fromBER(Uint8Array.from(bytes(base64))).content });

let keys: KeyPair;
let signer: IdentitySigner;
beforeAll(async () => {
  keys = await makeKeyPair({ region: 'lab-local-1', now: new Date('2025-12-01T00:00:00Z') });
  signer = new IdentitySigner(keys);
});

describe('the signature alone', () => {
  it('has lines of 76, 76, 76, 76 and 40 characters', () => {
    const { signature } = signer.over(document);

    expect(signature.split('\n').map((line) => line.length)).toEqual([76, 76, 76, 76, 40]);
    expect(signature).toMatch(/^[A-Za-z0-9+/=\n]+$/);
  });

  it('holds for the very bytes of the document', () => {
    const { publicKey } = new X509Certificate(keys.certificate);
    const signature = bytes(signer.over(document).signature);

    expect(verify('sha256', Buffer.from(document), publicKey, signature)).toBe(true);
    expect(verify('sha256', Buffer.from(document.replace('m4', 'm5')), publicKey, signature)).toBe(false);
  });
});

describe('the signed message', () => {
  it('begins as every one of AWS does, and is of indefinite length', () => {
    const { rsa2048 } = signer.over(document);

    expect(rsa2048).toMatch(/^MIAGCSqGSIb3DQEHAqCAMIACAQExDzANBglghkgBZQMEAgEFADCABgkqhkiG9w0BBwGggCSABIIB/);
    expect(bytes(rsa2048).subarray(-6).equals(Buffer.alloc(6))).toBe(true);
  });

  it('has lines of 76 characters and no line break at the end', () => {
    const lines = signer.over(document).rsa2048.split('\n');

    const last = lines.pop()!;
    expect(lines.every((line) => line.length === 76)).toBe(true);
    expect(last.length).toBeGreaterThan(0);
    expect(last.length).toBeLessThanOrEqual(76);
  });

  it('is the same at pkcs7', () => {
    const { pkcs7, rsa2048 } = signer.over(document);

    expect(pkcs7).toBe(rsa2048);
  });

  it('has the document inside, no certificate, and one signer who is named by the certificate', () => {
    const message = parsed(signer.over(document).rsa2048);
    const certificate = Certificate.fromBER(new Uint8Array(new X509Certificate(keys.certificate).raw));

    expect(Buffer.from(message.encapContentInfo.eContent!.getValue()).toString()).toBe(document);
    expect([message.version, message.certificates, message.crls]).toEqual([1, undefined, undefined]);
    const [info, ...others] = message.signerInfos;
    expect(others).toEqual([]);
    expect(info!.version).toBe(1);
    const sid = info!.sid as IssuerAndSerialNumber;
    expect(sid.issuer.isEqual(certificate.issuer)).toBe(true);
    expect(sid.serialNumber.isEqual(certificate.serialNumber)).toBe(true);
  });

  it('signs four attributes in the order of DER', () => {
    const [info] = parsed(signer.over(document).rsa2048).signerInfos;

    const { attributes } = info!.signedAttrs!;
    expect(attributes.map(({ type }) => type)).toEqual([
      '1.2.840.113549.1.9.3',
      '1.2.840.113549.1.9.5',
      '1.2.840.113549.1.9.52',
      '1.2.840.113549.1.9.4',
    ]);
    const encoded = attributes.map((one) => Buffer.from(one.toSchema().toBER()));
    expect(encoded.toSorted(Buffer.compare)).toEqual(encoded);
  });

  it.each([
    ['when the machine was launched', '2026-01-01T00:00:00.999Z', '2026-01-01T00:00:00Z'],
    ['when the certificate began, where that was later', '2006-08-24T00:00:00Z', '2025-12-01T00:00:00Z'],
    ['of a launch after 2049', '2050-01-01T00:00:00Z', '2050-01-01T00:00:00Z'],
  ])('tells the time %s', (_, launch, time) => {
    const message = parsed(signer.over(launchedAt(launch)).rsa2048);

    const [value] = message.signerInfos[0]!.signedAttrs!.attributes[1]!.values as [UTCTime];
    expect(value.toDate()).toEqual(new Date(time));
    expect(value instanceof GeneralizedTime).toBe(time >= '2050');
  });
});

describe('signing', () => {
  it('gives the same bytes again, in every process that has the key', () => {
    const first = { ...signer.over(document) };

    expect({ ...signer.over(document) }).toEqual(first);
    expect({ ...new IdentitySigner(keys).over(document) }).toEqual(first);
  });

  it('gives others for another document or another key', async () => {
    const other = new IdentitySigner(await makeKeyPair({ region: 'lab-local-1', now: new Date() }));
    const first = signer.over(document);

    for (const second of [signer.over(launchedAt('2026-01-02T00:00:00Z')), other.over(document)]) {
      expect(second.signature).not.toBe(first.signature);
      expect(second.rsa2048).not.toBe(first.rsa2048);
    }
  });
});
