import type { IncomingMessage } from 'node:http';
import type { Caller } from './caller-address.ts';

/** The scheme of a client's request to the server; a trusted proxy reports it in `X-Forwarded-Proto`. */
export function schemeOf(
  { socket, headers }: IncomingMessage,
  { throughProxy }: Pick<Caller, 'throughProxy'>,
): 'http' | 'https' {
  if ('encrypted' in socket) return 'https';
  if (!throughProxy) return 'http';
  const [first] = String(headers['x-forwarded-proto'] ?? '').split(',', 1);
  return first?.trim().toLowerCase() === 'https' ? 'https' : 'http';
}
