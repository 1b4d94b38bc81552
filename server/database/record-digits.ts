import { randomInt, randomUUID } from 'node:crypto';

/** 17 random hexadecimal digits in lower case, as in AWS's ids: the random ones of a UUID (RFC 9562, version 4). */
export function randomDigits(): string {
  const uuid = randomUUID();
  return uuid.slice(0, 8) + uuid.slice(9, 13) + uuid.slice(-5);
}

/** The numbers of bits that follow the time in ordered digits; the time has 42 bits and so lasts until 2109. */
const bits = { process: 16n, count: 10n };

const countsPerMs = 2 ** Number(bits.count);

/** Distinguishes this process from others on the same database; two of them collide with a chance of 1 in 65,536. */
const processNumber = BigInt(randomInt(2 ** Number(bits.process)));

/** The last digits' time in milliseconds since 1970, multiplied by `countsPerMs`, plus their count. */
let last = 0;

/**
 * 17 hexadecimal digits for the id of a record, greater than all earlier ones of this process. Records that are created
 * together are neighbours in every index that begins with the id, so work on many of them writes a fraction of the
 * pages that random ids would need.
 */
export function orderedDigits(): string {
  last = Math.max(Date.now() * countsPerMs, last + 1);
  const time = BigInt(Math.floor(last / countsPerMs));
  const count = BigInt(last % countsPerMs);
  const number = (((time << bits.process) | processNumber) << bits.count) | count;
  return number.toString(16).padStart(17, '0');
}

/** Matches such digits and nothing else. */
export const idDigits = /^[0-9a-f]{17}$/;
