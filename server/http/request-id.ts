import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const named = new WeakMap<IncomingMessage, string>();

/** The id of a request, the same however often it is asked for. */
export function requestIdOf(request: IncomingMessage): string {
  const id = named.get(request) ?? randomUUID();
  named.set(request, id);
  return id;
}
