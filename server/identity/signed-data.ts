import { createHash, sign, type KeyObject, type X509Certificate } from 'node:crypto';
import { der, indefinite, partsOf } from './der.ts';

/** The key that signs, and the name of its certificate. */
export interface Signatory {
  /** IssuerAndSerialNumber of the certificate, in DER. */
  readonly name: Buffer;
  readonly privateKey: KeyObject;
}

/** ASN.1 tags. */
const tag = {
  integer: 0x02,
  octets: 0x04,
  null: 0x05,
  oid: 0x06,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
  constructedOctets: 0x24,
  /** Context-specific [0] and [1], constructed. */
  first: 0xa0,
  second: 0xa1,
};

const oid = (hex: string) => der(tag.oid, Buffer.from(hex, 'hex'));

/** Object identifiers of PKCS #7, PKCS #9, RFC 6211, and the algorithms. */
const ids = {
  data: oid('2a864886f70d010701'),
  signedData: oid('2a864886f70d010702'),
  contentType: oid('2a864886f70d010903'),
  messageDigest: oid('2a864886f70d010904'),
  signingTime: oid('2a864886f70d010905'),
  algorithmProtection: oid('2a864886f70d010934'),
  sha256: oid('608648016503040201'),
  sha256WithRsa: oid('2a864886f70d01010b'),
};

const none = der(tag.null);
const sha256 = [ids.sha256, none];
const sha256WithRsa = [ids.sha256WithRsa, none];
const versionOne = der(tag.integer, Buffer.of(1));

/** Reads the signed part of the certificate: version, serial number, algorithm, issuer. */
export function nameOf({ raw }: X509Certificate): Buffer {
  const [signed] = partsOf(raw);
  const [, serialNumber, , issuer] = partsOf(signed!);
  return der(tag.sequence, issuer!, serialNumber!);
}

/** The signature alone: RSA PKCS #1 v1.5 over the SHA-256 of the content. */
export function signatureOf(content: Uint8Array, { privateKey }: Signatory): Buffer {
  return sign('sha256', content, privateKey);
}

/**
 * The content and its signature as CMS SignedData (RFC 5652), in the form that AWS uses: outer layers of indefinite
 * length, the content a constructed OCTET STRING, no certificate inside. The same content, time and key give the same
 * bytes.
 */
export function signedData(content: Uint8Array, at: Date, signatory: Signatory): Buffer {
  const attributes = signedAttributes(content, at);
  const signature = signatureOf(der(tag.set, ...attributes), signatory);
  const signer = der(
    tag.sequence,
    versionOne,
    signatory.name,
    der(tag.sequence, ...sha256),
    der(tag.first, ...attributes),
    der(tag.sequence, ...sha256WithRsa),
    der(tag.octets, signature),
  );
  const inside = indefinite(tag.constructedOctets, der(tag.octets, content));
  const message = indefinite(
    tag.sequence,
    versionOne,
    der(tag.set, der(tag.sequence, ...sha256)),
    indefinite(tag.sequence, ids.data, indefinite(tag.first, inside)),
    der(tag.set, signer),
  );
  return indefinite(tag.sequence, ids.signedData, indefinite(tag.first, message));
}

/** The attributes that the signature covers, in the order of DER: by length. */
function signedAttributes(content: Uint8Array, at: Date): Buffer[] {
  const attribute = (type: Buffer, value: Buffer) => der(tag.sequence, type, der(tag.set, value));
  return [
    attribute(ids.contentType, ids.data),
    attribute(ids.signingTime, time(at)),
    attribute(ids.algorithmProtection, algorithmProtection),
    attribute(ids.messageDigest, der(tag.octets, createHash('sha256').update(content).digest())),
  ];
}

/** Repeats both algorithms, so that they cannot be replaced unnoticed (RFC 6211). */
const algorithmProtection = der(
  tag.sequence,
  der(tag.sequence, ...sha256),
  der(tag.second, ...sha256WithRsa),
);

/** RFC 5652, section 11.3: UTCTime, which has a two-digit year, until 2049. */
function time(at: Date): Buffer {
  const digits = `${at.toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`;
  if (at.getUTCFullYear() < 2050) return der(tag.utcTime, Buffer.from(digits.slice(2)));
  return der(tag.generalizedTime, Buffer.from(digits));
}
