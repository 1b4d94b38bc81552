import type { IncomingMessage } from 'node:http';

/** The service's own address on a guest's link (AWS). */
const ipv6Endpoint = 'fd00:ec2::254';

/** Whether a request came to the IPv6 endpoint, where a machine is answered only if that is enabled for it. */
export const isAtIpv6Endpoint = ({ socket }: IncomingMessage) =>
  !isIpv4Peer.test(socket.remoteAddress ?? '') && // it does not get there
  socket.localAddress === ipv6Endpoint;

/** IPv4, also within IPv6. A dot alone says nothing: the zone of a link-local address may have one. */
const isIpv4Peer = /^(?:::ffff:)?\d+\./;
