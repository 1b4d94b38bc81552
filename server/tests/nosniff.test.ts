/** Answers other than metadata forbid browsers to guess their type; metadata has the headers of AWS. */
import type { Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort } from '../http/free-port.ts';
import { listen } from '../http/listener.ts';
import { exchange, requestText } from './support/raw-connection.ts';
import { openWorld, type Machine, type World } from './support/world.ts';

const nosniff = /\r\nX-Content-Type-Options: nosniff\r\n/i;
const html = 'Accept: text/html';
const json = 'Content-Type: application/json';

describe('A browser is told not to guess', () => {
  let world: World;
  let machine: Machine;
  let server: Server;
  const ports = { PORT: 0, ADMIN_LISTEN: 0, METADATA_LISTEN: 0 };

  beforeAll(async () => {
    world = await openWorld({ database: 'sqlite' });
    machine = await world.instance();
    const { adminOnly, hooks } = world.app;
    const port = await freePort();
    server = await listen(adminOnly, { port, variable: 'ADMIN_LISTEN', hooks });
    Object.assign(ports, { PORT: world.port, ADMIN_LISTEN: port, METADATA_LISTEN: world.metadataPort });
  });

  afterAll(async () => {
    server.close();
    await world.close();
  });

  const heads = async (port: number, from: string, [line = '', ...headers]: string[]) => {
    const { received } = await exchange({ port, from }, requestText(line, ...headers, 'Connection: close'));
    return received.slice(0, received.indexOf('\r\n\r\n') + 2);
  };

  const ofSite = [
    ['GET /admin'],
    ['GET /admin/instances?search=x', html],
    ['GET /admin/login', html],
    ['GET /admin/_next/static/nothing.js'],
    ['GET /admin/_next/static/%'],
    ['POST /admin/login', 'Content-Length: 0'],
    ['OPTIONS /admin'],
    ['GET /graphql', html],
    ['GET /graphql?query={setup{hasUsers}}'],
    ['GET /graphql?query={setup{hasUsers}}', 'Apollo-Require-Preflight: yes'],
    ['GET /graphql?query={', 'Apollo-Require-Preflight: yes'],
    [`GET /graphql?${'x'.repeat(15_000)}`],
    ['POST /graphql', json, 'Content-Length: 0'],
    ['POST /graphql', 'Content-Length: 0'],
    ['DELETE /graphql'],
    ['OPTIONS /graphql', 'Origin: http://elsewhere.example', 'Access-Control-Request-Method: POST'],
    ['GET /graphql', 'Authorization: Bearer unknown'],
    ['GET /graphql/more'],
    ['GET /identity/certificates.pem'],
    ['HEAD /identity/certificates.pem'],
    ['OPTIONS /identity/certificates.pem'],
    ['POST /identity/certificates.pem', 'Content-Length: 0'],
    ['GET /identity/nothing'],
    ['GET /identity/%'],
    ['GET /healthz'],
    ['HEAD /healthz'],
    ['GET /readyz'],
    ['GET /metrics'],
  ];

  it.each(ofSite)('at PORT and ADMIN_LISTEN by the answer to %s %s', async (...asked) => {
    for (const port of [ports.PORT, ports.ADMIN_LISTEN])
      expect(await heads(port, '127.9.0.1', asked)).toMatch(nosniff);
  });

  it('at PORT by the answer that sends it to the admin', async () => {
    expect(await heads(ports.PORT, '127.9.0.1', ['GET /', html])).toMatch(/ 302 [^]*nosniff\r\n/);
  });

  it.each([
    ['GET /', html],
    ['GET /'],
    ['OPTIONS /'],
    ['POST /', 'Content-Length: 0'],
    ['GET /nothing'],
    ['GET /%'],
    ['POST /healthz', 'Content-Length: 0'],
    ['DELETE /metrics'],
  ])('at ADMIN_LISTEN by every other answer, as to %s %s', async (...asked) => {
    expect(await heads(ports.ADMIN_LISTEN, '127.9.0.1', asked)).toMatch(nosniff);
  });

  it.each([
    ['CONNECT 10.0.0.1:80'],
    ['GET /', `X: ${'x'.repeat(20_000)}`],
    ['nonsense'],
    ['GET /', 'Content-Length: x'],
  ])('everywhere by a refusal of what is no request: %s', async (...asked) => {
    for (const port of Object.values(ports))
      expect(await heads(port, '127.9.0.1', asked)).toMatch(/^HTTP\/1\.1 4\d\d [^]*nosniff\r\n/);
  });

  const ofMachines = [
    ['GET /'],
    ['GET /', html],
    ['GET /latest/meta-data/'],
    ['GET /nothing'],
    ['DELETE /'],
    ['OPTIONS /'],
    ['PUT /latest/api/token'],
    ['GET /metrics'],
    ['GET /readyz'],
  ];

  it.each(ofMachines)('never by what a machine is told: %s %s', async (...asked) => {
    for (const port of [ports.PORT, ports.METADATA_LISTEN])
      expect(await heads(port, machine.address, asked)).not.toMatch(nosniff);
  });

  it.each([['GET /latest/'], ['GET /healthz'], ['GET /metrics'], ['GET /admin', html]])(
    'never by what a stranger is told where metadata alone is: %s',
    async (...asked) => {
      expect(await heads(ports.METADATA_LISTEN, '127.9.0.1', asked)).not.toMatch(nosniff);
    },
  );
});
