import { createPublicKey } from 'node:crypto';

/** The content of the binary part of a public key. */
export interface KeyBlob {
  /** Such as `ssh-ed25519`, or `ssh-ed25519-cert-v01@openssh.com`. */
  readonly type: string;
  readonly bits: number;
  /** The blob that the fingerprint is made of: for a certificate, that of the key it certifies. */
  readonly plain: Uint8Array;
}

/** The reason why a blob is no usable key; the message may be shown, and contains nothing of the blob. */
export class BadBlob extends Error {
  override name = 'BadBlob';

  constructor(
    message: string,
    readonly hint = 'Copy the whole line of the .pub file again.',
  ) {
    super(message);
  }
}

/** Reads the fields after the type name and returns the length of the key in bits. */
type FieldsReader = (fields: Fields) => number;

const plainTypes = new Map<string, FieldsReader>([
  ['ssh-ed25519', ed25519],
  ['ecdsa-sha2-nistp256', ecdsa('nistp256', 'P-256', 256)],
  ['ecdsa-sha2-nistp384', ecdsa('nistp384', 'P-384', 384)],
  ['ecdsa-sha2-nistp521', ecdsa('nistp521', 'P-521', 521)],
  ['sk-ssh-ed25519@openssh.com', onSecurityKey(ed25519)],
  ['sk-ecdsa-sha2-nistp256@openssh.com', onSecurityKey(ecdsa('nistp256', 'P-256', 256))],
  ['ssh-rsa', rsa],
  ['ssh-dss', dsa],
]);

const certifiedTypes = new Map(
  [...plainTypes.keys()].map((type) => [`${type.replace(/@.*/, '')}-cert-v01@openssh.com`, type]),
);

/** The types of the keys that OpenSSH writes, certificates included. */
export const keyTypes: readonly string[] = [...plainTypes.keys(), ...certifiedTypes.keys()];

/**
 * Checks a key blob field by field (RFC 4253, RFC 5656, RFC 8709, OpenSSH's PROTOCOL.certkeys and PROTOCOL.u2f).
 *
 * A certificate's signature must be present but is not verified. @throws BadBlob
 */
export function readKeyBlob(blob: Uint8Array): KeyBlob {
  const fields = new Fields(blob);
  const type = fields.text();
  const certified = certifiedTypes.get(type);
  if (certified === undefined) return readPlain(type, fields, blob);
  fields.string(); // the nonce
  const from = fields.position;
  const bits = fieldsReaderOf(certified)(fields);
  const plain = Buffer.concat([wireString(certified), fields.since(from)]);
  readCertificateTail(fields);
  return { type, bits, plain };
}

function readPlain(type: string, fields: Fields, blob: Uint8Array): KeyBlob {
  const bits = fieldsReaderOf(type)(fields);
  fields.end();
  return { type, bits, plain: blob };
}

function fieldsReaderOf(type: string): FieldsReader {
  const reader = plainTypes.get(type);
  if (reader) return reader;
  throw new BadBlob('The key is of no type that OpenSSH writes.');
}

function readCertificateTail(fields: Fields): void {
  fields.skip(8); // serial number
  const role = fields.uint32();
  if (role !== 1 && role !== 2) throw damaged();
  fields.string(); // key id
  fields.string(); // valid principals
  fields.skip(16); // valid after, valid before
  fields.string(); // critical options
  fields.string(); // extensions
  fields.string(); // reserved
  const authority = fields.string();
  const signature = new Fields(fields.string());
  fields.end();
  const signer = new Fields(authority);
  readPlain(signer.text(), signer, authority);
  if (signature.text() === '' || signature.string().length === 0) throw damaged();
}

/**
 * An Ed25519 point always has 32 bytes, so the size of the blob is enough to detect a damaged key. The length field in
 * front of the point is not checked; a key with a wrong length is accepted, and served as it was registered.
 */
function ed25519(fields: Fields): number {
  fields.skip(4 + 32);
  return 256;
}

function ecdsa(name: string, jwkName: string, bits: number): FieldsReader {
  const size = Math.ceil(bits / 8);
  return (fields) => {
    const curve = fields.text();
    const point = fields.string();
    if (curve !== name || point.length !== 1 + 2 * size || point[0] !== 4) throw damaged();
    const [x, y] = [point.subarray(1, 1 + size), point.subarray(1 + size)];
    if (!isOnCurve(jwkName, x, y)) throw damaged();
    return bits;
  };
}

function isOnCurve(crv: string, x: Buffer, y: Buffer): boolean {
  try {
    const key = { kty: 'EC', crv, x: x.toString('base64url'), y: y.toString('base64url') };
    return createPublicKey({ format: 'jwk', key }).asymmetricKeyType === 'ec';
  } catch {
    return false;
  }
}

/** FIDO keys have one more field, the application, mostly `ssh:`. */
function onSecurityKey(plain: FieldsReader): FieldsReader {
  return (fields) => {
    const bits = plain(fields);
    fields.string();
    return bits;
  };
}

function rsa(fields: Fields): number {
  const exponent = fields.positive();
  const modulus = fields.positive();
  if (!isOdd(exponent) || bitsOf(exponent) < 2 || !isOdd(modulus) || bitsOf(modulus) > 16384) throw damaged();
  return atLeast1024('RSA', bitsOf(modulus));
}

function dsa(fields: Fields): number {
  const prime = fields.positive();
  const subprime = fields.positive();
  fields.positive(); // generator
  fields.positive(); // public value
  if (bitsOf(subprime) !== 160) throw damaged();
  return atLeast1024('DSA', bitsOf(prime));
}

function atLeast1024(name: string, bits: number): number {
  if (bits >= 1024) return bits;
  throw new BadBlob(
    `This ${name} key has ${bits} bits; OpenSSH takes none under 1024.`,
    'Make a new one: ssh-keygen -t ed25519',
  );
}

const isOdd = (number: Uint8Array) => ((number.at(-1) ?? 0) & 1) === 1;

const bitsOf = (number: Uint8Array) => (number.length - 1) * 8 + (32 - Math.clz32(number[0] ?? 0));

const damaged = () => new BadBlob('The key is damaged.');

function wireString(text: string): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(Buffer.byteLength(text));
  return Buffer.concat([length, Buffer.from(text)]);
}

/** The fields of a blob, read one after the other (RFC 4251, section 5). */
class Fields {
  position = 0;
  private readonly bytes: Buffer;

  constructor(blob: Uint8Array) {
    this.bytes = Buffer.from(blob.buffer, blob.byteOffset, blob.byteLength);
  }

  skip(length: number): void {
    if (this.position + length > this.bytes.length) throw new BadBlob('The key is cut short.');
    this.position += length;
  }

  since(from: number): Buffer {
    return this.bytes.subarray(from, this.position);
  }

  uint32(): number {
    this.skip(4);
    return this.bytes.readUInt32BE(this.position - 4);
  }

  string(): Buffer {
    const length = this.uint32();
    this.skip(length);
    return this.since(this.position - length);
  }

  text(): string {
    return this.string().toString('latin1');
  }

  /** A number above 0, as its bytes without leading zeros. */
  positive(): Buffer {
    const bytes = this.string();
    const [first = 0x80, second = 0] = bytes;
    const isPadded = first === 0 && bytes.length > 1;
    if (first >= 0x80 || (first === 0 && (!isPadded || second < 0x80))) throw damaged();
    return isPadded ? bytes.subarray(1) : bytes;
  }

  end(): void {
    if (this.position !== this.bytes.length) throw new BadBlob('The key has too many characters.');
  }
}
