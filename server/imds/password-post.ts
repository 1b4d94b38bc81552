import { request as ask, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { Unavailable } from '../errors.ts';
import type { CachedGuest } from '../guests/cached-guest.ts';
import type { HandOverParts } from '../http/hand-over.ts';
import { ownPrefix } from '../http/hand-over-headers.ts';
import { hasBody } from '../unwanted-body.ts';

/** Stores the password that a machine sent, and resolves with the status of the answer. @throws Unavailable */
export type KeepPassword = (guest: CachedGuest, sent: Uint8Array, requestId: string) => Promise<number>;

/** The maximum size of a body in memory, in bytes; a longer password is refused anyway. */
const maxBytes = 4096;

/** The timeout for the control plane's answer, in milliseconds. */
const timeoutMs = 10_000;

/** The control plane's path for passwords, not for clients: only GraphQL, admin and certificates are handed over. */
export const passwordPath = '/guest-password';

/** Hands the passwords that machines send over to the control plane, which stores them. */
export function leavePassword({ socketPath, isReady }: HandOverParts): KeepPassword {
  return oneAtATime(async ({ view }, sent, requestId) => {
    if (!isReady()) throw new Unavailable('The control plane is starting.');
    const headers = { [`${ownPrefix}instance-id`]: view.instanceId, [`${ownPrefix}request-id`]: requestId };
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      const posted = ask({ socketPath, method: 'POST', path: passwordPath, headers, agent: false, signal });
      posted.on('error', () => {}); // `once` throws errors until there is an answer
      posted.end(sent);
      const [answer] = (await once(posted, 'response')) as [IncomingMessage];
      answer.resume();
      return answer.statusCode!;
    } catch (error) {
      throw new Unavailable('The control plane broke off.', { cause: error });
    }
  });
}

const conflict = 409;

/** The maximum number of passwords of one machine that wait for an earlier one to be stored. */
const maxWaiting = 4;

/**
 * Stores the passwords of each machine one after another, and none after one that was stored: 409, as for nova.
 * @throws Unavailable where too many wait
 */
export function oneAtATime(keep: KeepPassword): KeepPassword {
  /** For each machine that posts: the number of its passwords, and whether one of them is stored by then. */
  const queues = new Map<string, { length: number; isStored: Promise<boolean> }>();
  return async (guest, sent, requestId) => {
    const queue = queues.get(guest.id) ?? { length: 0, isStored: Promise.resolve(false) };
    if (queue.length > maxWaiting)
      throw new Unavailable(`${maxWaiting} passwords of this machine wait already.`);
    queues.set(guest.id, queue);
    queue.length += 1;
    const status = queue.isStored.then((isStored) => (isStored ? conflict : keep(guest, sent, requestId)));
    queue.isStored = status.then(
      (code) => code === conflict || (code === 200 && sent.length > 0),
      () => false,
    );
    try {
      return await status;
    } finally {
      queue.length -= 1;
      if (queue.length === 0) queues.delete(guest.id);
    }
  };
}

/** The body of a request; if it is too long, only enough of it to show that. The rest is read and discarded. */
export async function bodyOf(request: IncomingMessage): Promise<Uint8Array> {
  if (!hasBody(request)) return Buffer.alloc(0);
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
