import { randomInt, randomUUID } from 'node:crypto';

/** 17 random hexadecimal digits in lower case, as in AWS's own ids: of a UUID (RFC 9562, version 4) those that are random. */
export function randomDigits(): string {
  const uuid = randomUUID();
  return uuid.slice(0, 8) + uuid.slice(9, 13) + uuid.slice(-5);
}

/** The bits of ordered digits after those of the time, which has 42 and so lasts until 2109. */
const bits = { process: 16n, count: 10n };

const countsPerMs = 2 ** Number(bits.count);

/** Tells the digits of this process from those of others on the same database, but for one in 65,536. */
const processNumber = BigInt(randomInt(2 ** Number(bits.process)));

/** The time of the last digits in milliseconds since 1970, times the counts of one, with the count in it. */
let last = 0;

/**
 * As many digits for the id of a record, each greater than those before of this process. Records that are made together lie
 * together in every index that begins with the id, so work on many of them writes a fraction of the pages that it would for
 * random ones.
 */
export function orderedDigits(): string {
  last = Math.max(Date.now() * countsPerMs, last + 1);
  const time = BigInt(Math.floor(last / countsPerMs));
  const count = BigInt(last % countsPerMs);
  const number = (((time << bits.process) | processNumber) << bits.count) | count;
  return number.toString(16).padStart(17, '0');
}

/** Such digits, and nothing else. */
export const idDigits = /^[0-9a-f]{17}$/;
