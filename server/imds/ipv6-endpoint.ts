import type { IncomingMessage } from 'node:http';
import { isIpv4Peer } from '../http/caller-address.ts';

/** The service's own address on a guest's link (AWS). */
const ipv6Endpoint = 'fd00:ec2::254';

/** True if a request came to the IPv6 endpoint, where a machine is answered only if that is enabled for it. */
export const isAtIpv6Endpoint = ({ socket }: IncomingMessage) =>
  !isIpv4Peer(socket.remoteAddress ?? '') && // an IPv4 client cannot reach it
  socket.localAddress === ipv6Endpoint;
