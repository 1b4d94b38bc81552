import type { IncomingMessage } from 'node:http';
import { normaliseIp } from '../networks/ip-address.ts';

/**
 * The address that a connection comes from, in its one spelling: `::ffff:10.0.0.5` is 10.0.0.5. Headers say nothing
 * about who asks. Undefined when the connection is gone.
 */
export function callerAddress({ socket }: IncomingMessage): string | undefined {
  return normaliseIp(socket.remoteAddress?.replace(/%.*$/, '') ?? '');
}
