import { request as ask, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { Unavailable } from '../errors.ts';
import type { CachedGuest } from '../guests/cached-guest.ts';
import type { HandOverParts } from './hand-over.ts';
import { ownPrefix } from './hand-over-headers.ts';

/** Keeps the password that a machine left, and resolves with the status of the answer. @throws Unavailable */
export type KeepPassword = (guest: CachedGuest, sent: Uint8Array, requestId: string) => Promise<number>;

/** The largest body that is kept in memory; nobody may leave a longer one anyway. */
const maxBytes = 4096;

/** How long the control plane may take, in milliseconds. */
const timeoutMs = 10_000;

/** Where the control plane takes passwords. Clients do not get there: only paths of GraphQL, the admin and certificates are handed over. */
export const passwordPath = '/guest-password';

/** Hands passwords that machines leave over to the control plane, which writes them down. */
export function leavePassword({ socketPath, isReady }: HandOverParts): KeepPassword {
  return async ({ view }, sent, requestId) => {
    if (!isReady()) throw new Unavailable('The control plane is starting.');
    const headers = { [`${ownPrefix}instance-id`]: view.instanceId, [`${ownPrefix}request-id`]: requestId };
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      const posted = ask({ socketPath, method: 'POST', path: passwordPath, headers, agent: false, signal });
      posted.on('error', () => {}); // `once` listens until there is an answer
      posted.end(sent);
      const [answer] = (await once(posted, 'response')) as [IncomingMessage];
      answer.resume();
      return answer.statusCode!;
    } catch (error) {
      throw new Unavailable('The control plane broke off.', { cause: error });
    }
  };
}

/** The body of a request; of one that is too long no more than shows it. What follows is let through and forgotten. */
export function bodyOf(request: IncomingMessage): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      if (size <= maxBytes) chunks.push(chunk);
      size += chunk.length;
      if (size > maxBytes) resolve(Buffer.concat(chunks));
    });
    request.once('end', () => resolve(Buffer.concat(chunks)));
    request.once('error', reject);
  });
}
