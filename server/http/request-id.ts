import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** An id is of this process in its first part and counts in its second: as unique as a random one, and made at once. */
const ofThisProcess = randomUUID().slice(0, -12);
const lastDigits = Array.from({ length: 4096 }, (_, n) => n.toString(16).padStart(3, '0'));
let thousands = Number.parseInt(randomUUID().slice(-7), 16);
let beginning = '';
let count = 0;

/** An id of its own, in the form of a UUID. */
export function newRequestId(): string {
  if (count % lastDigits.length === 0) {
    thousands += 1;
    beginning = ofThisProcess + thousands.toString(16).padStart(9, '0');
  }
  const id = beginning + lastDigits[count % lastDigits.length]!;
  count += 1;
  return id;
}

const named = new WeakMap<IncomingMessage, string>();

/** The id of a request, the same however often it is asked for. */
export function requestIdOf(request: IncomingMessage): string {
  const id = named.get(request) ?? newRequestId();
  named.set(request, id);
  return id;
}
