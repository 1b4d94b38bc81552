/** A DHCP server on the machines' bridge: some data sources request an address before the network is up. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { addressOf, GATEWAY, macPrefix } from './numbers.mjs';

/** The layout and the option codes of a message (RFC 951 and 2131). */
const FIXED_LENGTH = 236;
const MAGIC_COOKIE = Buffer.from([99, 130, 83, 99]);
const OPTION = { netmask: 1, router: 3, broadcast: 28, leaseTime: 51, messageType: 53, server: 54, end: 255 };
const MESSAGE = { discover: 1, offer: 2, request: 3, ack: 5 };

/** Answers every machine with the address that its MAC address is mapped to. */
export async function startDhcp() {
  const socket = createSocket({ type: 'udp4', reuseAddr: true });
  socket.on('message', (message) => {
    const reply = replyTo(message);
    if (reply) socket.send(reply, 68, '255.255.255.255');
  });
  socket.bind(67, '0.0.0.0');
  await once(socket, 'listening');
  socket.setBroadcast(true);
}

function replyTo(message) {
  const isRequest = message.length > FIXED_LENGTH + 4 && message[0] === 1;
  const hardwareAddress = message.subarray(28, 34);
  if (!isRequest || !hardwareAddress.subarray(0, 5).equals(macPrefix)) return undefined;
  const answer = { [MESSAGE.discover]: MESSAGE.offer, [MESSAGE.request]: MESSAGE.ack }[messageType(message)];
  return answer && encode(message, answer, addressOf(hardwareAddress[5]));
}

function messageType(message) {
  let at = FIXED_LENGTH + MAGIC_COOKIE.length;
  while (at + 2 < message.length && message[at] !== OPTION.end) {
    if (message[at] === OPTION.messageType) return message[at + 2];
    at += message[at] === 0 ? 1 : 2 + message[at + 1];
  }
  return undefined;
}

function encode(message, type, address) {
  const reply = Buffer.alloc(FIXED_LENGTH);
  message.copy(reply, 0, 0, 44); // kind of hardware, transaction and flags are the client's
  reply[0] = 2;
  bytesOf(address).copy(reply, 16);
  bytesOf(GATEWAY).copy(reply, 20);
  reply.fill(0, 24, 28);
  const options = [
    [OPTION.messageType, Buffer.from([type])],
    [OPTION.server, bytesOf(GATEWAY)],
    [OPTION.leaseTime, Buffer.from([0, 0, 14, 16])], // an hour
    [OPTION.netmask, bytesOf('255.255.255.0')],
    [OPTION.router, bytesOf(GATEWAY)],
    [OPTION.broadcast, bytesOf('10.77.0.255')],
  ].map(([code, value]) => Buffer.concat([Buffer.from([code, value.length]), value]));
  return Buffer.concat([reply, MAGIC_COOKIE, ...options, Buffer.from([OPTION.end]), Buffer.alloc(64)]);
}

const bytesOf = (address) => Buffer.from(address.split('.').map(Number));
