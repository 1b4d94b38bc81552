/** An ASN.1 value in DER (X.690): tag, length of the content, content. */
export function der(tag: number, ...parts: Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.of(tag), encodedLength(content.length), content]);
}

/** The same with indefinite length, as BER allows it: two zero bytes end it. */
export const indefinite = (tag: number, ...parts: Uint8Array[]): Buffer =>
  Buffer.concat([Buffer.of(tag, 0x80), ...parts, Buffer.of(0, 0)]);

/** The values inside a value, each with its tag and length. */
export function partsOf(value: Buffer): Buffer[] {
  const parts: Buffer[] = [];
  let rest = contentOf(value);
  while (rest.length > 0) {
    const { begin, length } = read(rest);
    parts.push(rest.subarray(0, begin + length));
    rest = rest.subarray(begin + length);
  }
  return parts;
}

function contentOf(value: Buffer): Buffer {
  const { begin, length } = read(value);
  return value.subarray(begin, begin + length);
}

/** The offset and the length of the content of a value, in bytes. */
function read(value: Buffer): { begin: number; length: number } {
  const first = value[1]!;
  if (first < 0x80) return { begin: 2, length: first };
  const bytes = first & 0x7f;
  return { begin: 2 + bytes, length: value.readUIntBE(2, bytes) };
}

/** A length up to 127 is one byte; a longer one is the number of its bytes, and then the bytes. */
function encodedLength(length: number): Buffer {
  if (length < 0x80) return Buffer.of(length);
  const digits = length.toString(16);
  const bytes = Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex');
  return Buffer.concat([Buffer.of(0x80 | bytes.length), bytes]);
}
