/** Guests that send bytes that are no request, too large a request, or two requests that look like one. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { boot } from './support/boot.ts';
import { exchange, RawConnection, requestText } from './support/raw-connection.ts';
import { openWorld, type Machine, type World } from './support/world.ts';

const path = '/latest/meta-data/instance-id';
const get = (...headers: string[]) => requestText(`GET ${path}`, ...headers);

/** A chunk of a body without an end. */
const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
const endless = 'Transfer-Encoding: chunked';
const tenGigabytes = 'Content-Length: 10000000000';

/** More bytes than the system buffers for two sockets. */
const moreThanBuffersHoldBytes = 64 * 1024 * 1024;

describe('A server', () => {
  let world: World;
  let machine: Machine;
  let honest: Machine;

  beforeAll(async () => {
    world = await openWorld({ database: 'sqlite' });
    machine = await world.instance();
    honest = await world.instance({ userDataText: '#!/bin/sh\n' });
  });

  afterAll(() => world.close());

  const ends = (from = machine.address) => ({ port: world.port, from });

  /** Sends each on its own connection, all at once, and returns the statuses once the server has closed them. */
  const statusesOf = (all: [what: string, bytes: string | Uint8Array][]) =>
    Promise.all(all.map(async ([what, bytes]) => [what, ...(await exchange(ends(), bytes)).statuses]));

  it('refuses headers that are too large, and a whole boot is answered meanwhile', async () => {
    const large: [string, string][] = [
      ['one long header', get(`X-Long: ${'x'.repeat(20_000)}`)],
      [
        'a megabyte of headers',
        get(...Array.from({ length: 1000 }, (_, n) => `X-${n}: ${'x'.repeat(1024)}`)),
      ],
      ['thousands of short headers', get(...Array.from({ length: 5000 }, () => 'a: b'))],
      ['a header without an end', `GET ${path} HTTP/1.1\r\nX: ${'x'.repeat(1024 * 1024)}`],
      ['a target of twenty thousand characters', requestText(`GET /${'x'.repeat(20_000)}`)],
    ];

    const [statuses] = await Promise.all([statusesOf(large), boot(honest.guest)]);

    expect(statuses).toEqual(large.map(([what]) => [what, 431]));
  });

  it('refuses a target longer than 2048 characters, and tells what is at one of 2048', async () => {
    const target = (length: number) => `${path}?`.padEnd(length, 'x');

    expect(await machine.guest.get(target(2048))).toMatchObject({ status: 200, text: machine.instanceId });
    for (const length of [2049, 10_000])
      expect(await machine.guest.get(target(length))).toMatchObject({ status: 414, text: '' });
  });

  it('refuses what is no HTTP, and closes', async () => {
    const bytes: [string, string | Uint8Array][] = [
      ['TLS', Buffer.from('16030100a5010000a10303', 'hex')],
      ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
      ['SSH', 'SSH-2.0-OpenSSH_9.2\r\n'],
      ['SOCKS', Buffer.of(5, 1, 0)],
      ['every byte there is', Uint8Array.from({ length: 256 }, (_, value) => value)],
      ['a method in small letters', `get ${path} http/1.1\r\nHost: x\r\n\r\n`],
      ['a method that nobody knows', requestText(`FETCH ${path}`)],
      ['a version that nobody knows', `GET ${path} HTTP/7.3\r\nHost: x\r\n\r\n`],
      ['a NUL in the target', requestText(`GET ${path}\0`)],
      ['a NUL in a header', get('X: a\0b')],
      ['a lone carriage return in a header', get('X: a\rHost: y')],
      ['a header without a name', get(': x')],
      ['a header without a colon', get('nonsense')],
      ['line ends of Unix', `GET ${path} HTTP/1.1\nHost: x\n\n`],
    ];

    expect(await statusesOf(bytes)).toEqual(bytes.map(([what]) => [what, 400]));
  });

  it('refuses what another server could take for two requests, and answers neither', async () => {
    const shapes: [string, string[]][] = [
      ['a length, and chunks', ['Content-Length: 4', endless]],
      ['chunks, and a length', [endless, 'Content-Length: 4']],
      ['two lengths', ['Content-Length: 0', 'Content-Length: 44']],
      ['the same length twice', ['Content-Length: 0', 'Content-Length: 0']],
      ['two lengths in one header', ['Content-Length: 0, 0']],
      ['a length with a sign', ['Content-Length: +0']],
      ['a negative length', ['Content-Length: -1']],
      ['a hexadecimal length', ['Content-Length: 0x0']],
      ['a length beyond all numbers', [`Content-Length: 1${'0'.repeat(30)}`]],
      ['an empty length', ['Content-Length:']],
      ['a blank before the colon', ['Content-Length : 0']],
      ['chunks that are not the last encoding', ['Transfer-Encoding: chunked, identity']],
      ['two encodings', [endless, 'Transfer-Encoding: identity']],
      ['an encoding after a vertical tab', ['Transfer-Encoding: \vchunked']],
      ['a header on two lines', ['X: a', ' b']],
      ['an encoding on two lines', ['Transfer-Encoding:', ' chunked']],
      ['a header that begins with a blank', [' X: a']],
    ];
    const bytes = shapes.map(([what, headers]): [string, string] => [what, get(...headers) + get()]);

    expect(await statusesOf(bytes)).toEqual(bytes.map(([what]) => [what, 400]));
  });

  describe('that is sent a body at a metadata path', () => {
    const requests = [
      `GET ${path}`,
      `HEAD ${path}`,
      'PUT /latest/api/token',
      'GET /latest/nothing',
      'DELETE /latest/user-data',
    ];
    const expected = [200, 200, 200, 404, 403];
    const ttl = 'X-aws-ec2-metadata-token-ttl-seconds: 60';

    it.each([
      ['and not all of it', tenGigabytes, '0\r\n\r\n'],
      ['with something wrong in it', endless, 'no chunk\r\n'],
      ['with an encoding that nobody knows', 'Transfer-Encoding: zigzag', '0\r\n\r\n'],
      ['whole', 'Content-Length: 5', '0\r\n\r\n'],
    ])('answers and closes: %s', async (_, header, body) => {
      const smuggled = requests.map((line): [string, string] => [
        line,
        requestText(line, ttl, header) + body + get(),
      ]);

      expect(await statusesOf(smuggled)).toEqual(requests.map((line, n) => [line, expected[n]]));
    });

    it('answers a stranger, too, and closes', async () => {
      const stranger = world.guest().address;

      for (const header of [tenGigabytes, endless]) {
        const { statuses } = await exchange(ends(stranger), get(header) + get());
        expect(statuses).toEqual([404]);
      }
    });

    it.each([...requests, 'POST /latest/user-data', 'POST /openstack/latest/password'])(
      'does not read one without an end: %s',
      async (line) => {
        const connection = await RawConnection.open(ends(), requestText(line, ttl, endless));

        await Promise.all([connection.sendForEver(chunk), boot(honest.guest)]);

        expect(connection.statuses).toHaveLength(1);
        expect(connection.socket.bytesWritten).toBeLessThan(moreThanBuffersHoldBytes);
      },
    );
  });

  describe('that is sent a body at /graphql', () => {
    const post = (...headers: string[]) =>
      requestText('POST /graphql', 'Content-Type: application/json', ...headers);

    it('answers a whole boot while somebody sends one without an end', async () => {
      const connection = await RawConnection.open(ends(), post(endless));

      await Promise.all([connection.sendForEver(chunk), boot(honest.guest).finally(() => connection.end())]);

      expect(connection.socket.bytesWritten).toBeGreaterThan(chunk.length);
    });
  });
});
