import type { IncomingMessage } from 'node:http';
import type { Caller } from './caller-address.ts';

/** The scheme by which a client reached the server; a proxy says so for its clients where it is trusted. */
export function schemeOf(
  { socket, headers }: IncomingMessage,
  { throughProxy }: Pick<Caller, 'throughProxy'>,
): 'http' | 'https' {
  if ('encrypted' in socket) return 'https';
  if (!throughProxy) return 'http';
  const [first] = String(headers['x-forwarded-proto'] ?? '').split(',', 1);
  return first?.trim().toLowerCase() === 'https' ? 'https' : 'http';
}
