import { createHash, sign, type KeyObject, type X509Certificate } from 'node:crypto';
import { GeneralizedTime, Null, ObjectIdentifier, OctetString, Sequence, UTCTime } from 'asn1js';
import {
  AlgorithmIdentifier,
  Attribute,
  Certificate,
  ContentInfo,
  EncapsulatedContentInfo,
  IssuerAndSerialNumber,
  SignedAndUnsignedAttributes,
  SignedData,
  SignerInfo,
} from 'pkijs';

/** Who signs. */
export interface Signatory {
  /** As the certificate names it. */
  readonly name: IssuerAndSerialNumber;
  readonly privateKey: KeyObject;
}

export function nameOf(certificate: X509Certificate): IssuerAndSerialNumber {
  const { issuer, serialNumber } = Certificate.fromBER(certificate.raw);
  return new IssuerAndSerialNumber({ issuer, serialNumber });
}

const data = '1.2.840.113549.1.7.1';
const sha256 = '2.16.840.1.101.3.4.2.1';
const sha256WithRsa = '1.2.840.113549.1.1.11';

const attributes = {
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  algorithmProtection: '1.2.840.113549.1.9.52',
};

/** The tag of a SET OF in DER. */
const setOf = 0x31;

const algorithm = (algorithmId: string) =>
  new AlgorithmIdentifier({ algorithmId, algorithmParams: new Null() });

/** The signature alone: RSA PKCS #1 v1.5 over the SHA-256 of the content. */
export function signatureOf(content: Uint8Array, { privateKey }: Signatory): Buffer {
  return sign('sha256', content, privateKey);
}

/**
 * The content and its signature as CMS SignedData (RFC 5652), shaped as AWS does it: outer layers of indefinite length,
 * the content a constructed OCTET STRING, no certificate inside. The same content, time and key give the same bytes.
 */
export function signedData(content: Uint8Array, at: Date, signatory: Signatory): Buffer {
  const signedAttrs = signedAttributes(content, at);
  const signed = Buffer.from(signedAttrs.toSchema().toBER());
  signed[0] = setOf;
  const signer = new SignerInfo({
    version: 1,
    sid: signatory.name,
    digestAlgorithm: algorithm(sha256),
    signedAttrs,
    signatureAlgorithm: algorithm(sha256WithRsa),
    signature: octets(signatureOf(signed, signatory)),
  });
  const message = new SignedData({
    version: 1,
    digestAlgorithms: [algorithm(sha256)],
    encapContentInfo: new EncapsulatedContentInfo({
      eContentType: data,
      // What holds a block of indefinite length becomes one of indefinite length itself.
      eContent: new OctetString({ isIndefiniteForm: true, value: [octets(content)] }),
    }),
    signerInfos: [signer],
  });
  const outer = new ContentInfo({ contentType: ContentInfo.SIGNED_DATA, content: message.toSchema() });
  return Buffer.from(outer.toSchema().toBER());
}

/** What the signature covers, in the order of DER: by their lengths. */
function signedAttributes(content: Uint8Array, at: Date): SignedAndUnsignedAttributes {
  const attribute = (type: string, value: unknown) => new Attribute({ type, values: [value] });
  return new SignedAndUnsignedAttributes({
    type: 0,
    attributes: [
      attribute(attributes.contentType, new ObjectIdentifier({ value: data })),
      attribute(attributes.signingTime, time(at)),
      attribute(attributes.algorithmProtection, algorithmProtection()),
      attribute(attributes.messageDigest, octets(createHash('sha256').update(content).digest())),
    ],
  });
}

/** Both algorithms once more, so that nobody can exchange them (RFC 6211). */
function algorithmProtection(): Sequence {
  const signature = algorithm(sha256WithRsa).toSchema();
  Object.assign(signature.idBlock, { tagClass: 3, tagNumber: 1 });
  return new Sequence({ value: [algorithm(sha256).toSchema(), signature] });
}

/** RFC 5652, section 11.3: UTCTime until 2049. */
const time = (at: Date) =>
  at.getUTCFullYear() < 2050 ? new UTCTime({ valueDate: at }) : new GeneralizedTime({ valueDate: at });

const octets = (bytes: Uint8Array) => new OctetString({ valueHex: bytes });
