/** Clients that are less strict than HTTP: AWS answers them, and so does every listener here. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { listen } from '../http/listener.ts';
import { eventually } from './support/eventually.ts';
import { freePort } from '../http/free-port.ts';
import { exchange, RawConnection, requestText } from './support/raw-connection.ts';
import { onBothDatabases, type Machine, type World } from './support/world.ts';

const hostname = '/latest/meta-data/hostname';
const ttl = 'X-aws-ec2-metadata-token-ttl-seconds: 60';

onBothDatabases('A client', (open) => {
  let world: World;

  beforeAll(async () => {
    world = await open();
  });

  /** A machine that has not asked yet, one that is cached, and an address that is not registered. */
  const callers: [string, () => Promise<{ address: string; body: string; status: number }>][] = [
    ['a machine that was not seen yet', async () => expectedOf(await world.instance())],
    [
      'a machine in memory',
      async () => {
        const machine = await world.instance();
        await machine.guest.get(hostname);
        return expectedOf(machine);
      },
    ],
    ['a stranger', async () => ({ address: world.guest().address, body: '404 - Not Found', status: 404 })],
  ];
  const expectedOf = ({ address, hostname: body }: Machine) => ({ address, body, status: 200 });

  describe.each([
    ['PORT', () => world.port],
    ['METADATA_LISTEN', () => world.metadataPort],
  ])('at %s', (_, portOf) => {
    it.each(callers)('gets its answer without a Host header: %s', async (_caller, caller) => {
      const { address, body, status } = await caller();
      const bytes = `GET ${hostname} HTTP/1.1\r\nConnection: close\r\n\r\n`;

      const connection = await exchange({ port: portOf(), from: address }, bytes);

      expect(connection.statuses).toEqual([status]);
      expect(connection.received).toContain(body);
    });

    it('gets a session token without a Host header', async () => {
      const { address } = await world.instance();
      const bytes = `PUT /latest/api/token HTTP/1.1\r\n${ttl}\r\nConnection: close\r\n\r\n`;

      const connection = await exchange({ port: portOf(), from: address }, bytes);

      expect(connection.received).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*\r\n\r\n[\w-]{54}==$/);
    });

    describe.each(['1.0', '1.1'])('that half-closes its connection after a request of HTTP/%s', (version) => {
      const bytes = `GET ${hostname} HTTP/${version}\r\nHost: 169.254.169.254\r\n\r\n`;

      it.each(callers)('gets its answer, and the connection ends: %s', async (_caller, caller) => {
        const { address, body, status } = await caller();

        const connection = await RawConnection.open({ port: portOf(), from: address }, bytes);
        connection.halfClose();
        await connection.closed;

        expect(connection.statuses).toEqual([status]);
        expect(connection.received).toContain(body);
      });
    });

    it('that half-closes its connection after several requests gets all answers', async () => {
      const { address, instanceId, hostname: name } = await world.instance();
      const asked = [hostname, '/latest/meta-data/instance-id', '/latest/nothing'];

      const bytes = asked.map((path) => requestText(`GET ${path}`)).join('');
      const connection = await RawConnection.open({ port: portOf(), from: address }, bytes);
      connection.halfClose();
      await connection.closed;

      expect(connection.statuses).toEqual([200, 200, 404]);
      expect(connection.received).toMatch(new RegExp(`${name}HTTP[^]*${instanceId}HTTP`));
    });

    it.each([
      ['before it asks anything', ''],
      ['in the middle of a request', `GET ${hostname} HT`],
      ['in the middle of a body', requestText('POST /openstack/latest/password', 'Content-Length: 9')],
    ])('that half-closes its connection %s has it closed', async (_when, bytes) => {
      const { address } = await world.instance();

      const connection = await RawConnection.open({ port: portOf(), from: address }, bytes);
      connection.halfClose();
      await connection.closed;

      expect(connection.statuses.filter((status) => status < 400)).toEqual([]);
    });
  });

  it('that half-closes its connection and does not read loses it', async () => {
    const { address } = await world.instance({ userDataText: 'x'.repeat(16_000) });
    const port = await freePort();
    const { everything } = world.app;
    const server = await listen(everything, { port, variable: 'PORT', silenceMs: 300 });
    const connections = () =>
      new Promise((resolve) => server.getConnections((_error, count) => resolve(count)));

    const connection = await RawConnection.open({ port, from: address });
    connection.socket.pause().write(requestText('GET /latest/user-data').repeat(900));
    connection.halfClose();
    await eventually(async () => expect(await connections()).toBe(1));
    await eventually(async () => expect(await connections()).toBe(0));

    connection.end();
    server.close();
  });

  it('that half-closes its connection after a query of GraphQL gets its answer', async () => {
    const body = JSON.stringify({ query: '{ setup { hasUsers } }' });
    const headers = ['Content-Type: application/json', `Content-Length: ${body.length}`];

    const connection = await RawConnection.open(
      { port: world.port, from: '127.0.0.1' },
      requestText('POST /graphql', ...headers) + body,
    );
    connection.halfClose();
    await connection.closed;

    expect(connection.received).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*\{"data":\{"setup":/);
  });

  it.each([
    ['/healthz', 200],
    ['/graphql?query={__typename}', 400],
    ['/admin', 302],
  ])('is answered at a whole URL as at its path: %s', async (target, status) => {
    const from = world.guest().address;
    const statusOf = async (line: string) =>
      (await exchange({ port: world.port, from }, requestText(line, 'Connection: close'))).statuses;

    const atPath = await statusOf(`GET ${target}`);

    expect(await statusOf(`GET http://169.254.169.254${target}`)).toEqual(atPath);
    expect(atPath).toEqual([status]);
  });

  describe('of the site without a Host header', () => {
    const at = async (line: string, ...headers: string[]) => {
      const bytes = [`${line} HTTP/1.1`, 'Connection: close', ...headers, '', ''].join('\r\n');
      return exchange({ port: world.port, from: '127.0.0.1' }, bytes);
    };

    it('is sent on as others are', async () => {
      const [admin, playground] = [await at('GET /admin'), await at('GET /graphql', 'Accept: text/html')];

      expect(admin.received).toMatch(/^HTTP\/1\.1 302 [^]*\r\nLocation: \/admin\/login\?next=%2Fadmin\r\n/);
      expect(playground.received).toMatch(/^HTTP\/1\.1 302 [^]*\r\nLocation: \/admin\/api\r\n/);
    });

    it('cannot act from the page of another site', async () => {
      const preflighted = ['Cookie: cloudmeta_session=anything', 'X-Apollo-Operation-Name: any'];
      const query = 'GET /graphql?query=%7B__typename%7D';

      for (const origin of ['http://undefined', 'null', 'http://127.0.0.1'])
        expect((await at(query, ...preflighted, `Origin: ${origin}`)).received).toContain('FORBIDDEN');
    });
  });
});
