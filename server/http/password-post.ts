import type { IncomingMessage } from 'node:http';
import { Refusal, type ErrorCode } from '../errors.ts';

/** The status of what a machine is refused, as nova's metadata API says it. */
const statuses: Partial<Record<ErrorCode, number>> = { CONFLICT: 409, BAD_USER_INPUT: 400, NOT_FOUND: 404 };

/** The largest body that is kept in memory; nobody may leave a longer one anyway. */
const patience = 4096;

/**
 * Hands on what a machine posts as its password.
 * @returns the status of the answer
 */
export async function takePassword(
  request: IncomingMessage,
  keep: (sent: Uint8Array) => Promise<void>,
): Promise<number> {
  try {
    await keep(await bodyOf(request));
    return 200;
  } catch (error) {
    const status = error instanceof Refusal ? statuses[error.code] : undefined;
    if (status === undefined) throw error;
    return status;
  }
}

/** The body; of one that is too long no more than shows it. What follows is let through and forgotten. */
function bodyOf(request: IncomingMessage): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      if (size <= patience) chunks.push(chunk);
      size += chunk.length;
      if (size > patience) resolve(Buffer.concat(chunks));
    });
    request.once('end', () => resolve(Buffer.concat(chunks)));
    request.once('error', () => reject(new Refusal('BAD_USER_INPUT', 'The body broke off.')));
  });
}
