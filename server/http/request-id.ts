import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** The first part of an id identifies the process, the second is a counter: as unique as a random id, and faster. */
const processPart = randomUUID().slice(0, -12);
const lastDigits = Array.from({ length: 4096 }, (_, n) => n.toString(16).padStart(3, '0'));
let thousands = Number.parseInt(randomUUID().slice(-7), 16);
let beginning = '';
let count = 0;

/** A new unique id in the form of a UUID. */
export function newRequestId(): string {
  if (count % lastDigits.length === 0) {
    thousands += 1;
    beginning = processPart + thousands.toString(16).padStart(9, '0');
  }
  const id = beginning + lastDigits[count % lastDigits.length]!;
  count += 1;
  return id;
}

const requestIds = new WeakMap<IncomingMessage, string>();

/** The id of a request; the same on each call. */
export function requestIdOf(request: IncomingMessage): string {
  const id = requestIds.get(request) ?? newRequestId();
  requestIds.set(request, id);
  return id;
}
