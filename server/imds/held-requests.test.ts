import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Unavailable } from '../errors.ts';
import { sendReply } from './metadata-reply.ts';
import { RawConnection, requestText } from '../tests/support/raw-connection.ts';
import { HeldRequests } from './held-requests.ts';
import { usualWaiting, type WaitingLimits } from './waiting-policy.ts';

/** A look-up that is under way, until the test answers it. */
interface LookUp {
  url: string;
  succeed(): void;
  fail(error: Error): void;
}

let server: Server;
let held: HeldRequests<string>;
let lookUps: LookUp[];
let reported: unknown[];
let opened: RawConnection[];

const usual = { tickMs: 1, slowAfterMs: 1_000_000, continueEveryMs: 1_000_000, refuseAfterMs: 1_000_000 };
const away = new Unavailable('away');
const only = (ofAll: number) => ({ ...usualWaiting.held, ofAll });

function lookUp({ url = '' }: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    lookUps.push({ url, succeed: () => resolve(url), fail: reject });
  });
}

async function start(limits: Partial<WaitingLimits>): Promise<void> {
  held = new HeldRequests((error) => reported.push(error), { ...usual, ...limits });
  server = createServer(async (request, response) => {
    const find = () => lookUp(request);
    const outcome = await held.find({ request, response, address: 'all', find, whileAway: () => 'briefly' });
    if (outcome && 'reply' in outcome) sendReply({ request, response }, outcome.reply);
    else response.end(outcome?.found);
  });
  Object.assign(server, { httpAllowHalfOpen: true });
  await once(server.listen(0, '127.0.0.1'), 'listening');
}

beforeEach(() => {
  lookUps = [];
  reported = [];
  opened = [];
});

afterEach(() => {
  for (const connection of opened) connection.end();
  server.closeAllConnections();
  server.close();
});

async function ask(path: string): Promise<RawConnection> {
  const { port } = server.address() as AddressInfo;
  const connection = await RawConnection.open({ port, from: '127.0.0.1' }, requestText(`GET ${path}`));
  opened.push(connection);
  return connection;
}

/** Resolves as soon as `isSo` returns true. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await nextTurn();
}

async function askAll(paths: string[]): Promise<RawConnection[]> {
  const connections = [];
  for (const path of paths) {
    const before = lookUps.length;
    connections.push(await ask(path));
    await until(() => lookUps.length > before);
  }
  return connections;
}

const underWay = () => lookUps.splice(0);
const urlsOf = (all: LookUp[]) => all.map(({ url }) => url);

describe('requests whose look-up fails', () => {
  it('look again one at a time, each in its turn, and all together once one succeeds', async () => {
    await start({});
    const connections = await askAll(['/1', '/2', '/3']);
    for (const failed of underWay()) failed.fail(away);

    const tried = [];
    for (let n = 0; n < 4; n += 1) {
      await until(() => lookUps.length > 0);
      const [probe, ...others] = underWay();
      tried.push(probe!.url, ...urlsOf(others));
      if (n < 3) probe!.fail(away);
      else probe!.succeed();
    }
    await until(() => lookUps.length === 2);
    const last = underWay();
    for (const one of last) one.succeed();

    expect(tried).toEqual(['/1', '/2', '/3', '/1']);
    expect(urlsOf(last)).toEqual(['/2', '/3']);
    for (const connection of connections) expect(await connection.answers(1)).toEqual([200]);
    expect(held.count).toBe(0);
  });

  it('are held and reported once where something else than the database is at fault', async () => {
    await start({});
    const [connection] = await askAll(['/1']);
    const fault = new Error('a fault');

    for (const error of [away, fault, fault]) {
      await until(() => lookUps.length > 0);
      underWay()[0]!.fail(error);
    }
    await until(() => lookUps.length > 0);
    underWay()[0]!.succeed();

    expect(await connection!.answers(1)).toEqual([200]);
    expect(reported).toEqual([fault]);
  });
});

describe('requests whose look-up is slow', () => {
  it('are held meanwhile, and answered by that very look-up', async () => {
    await start({ slowAfterMs: 0 });
    const [connection] = await askAll(['/1']);

    await until(() => held.count === 1);
    underWay()[0]!.succeed();

    expect(await connection!.answers(1)).toEqual([200]);
    expect(lookUps).toEqual([]);
  });

  it('wait for it also where no more are held, but those who have half-closed their connection', async () => {
    await start({ slowAfterMs: 0, held: only(1) });
    await askAll(['/held']);
    await until(() => held.count === 1);

    const [waiting, halfClosed] = await askAll(['/waiting', '/half-closed']);
    halfClosed!.halfClose();
    await halfClosed!.closed;
    for (const one of underWay()) one.succeed();

    expect(halfClosed!.statuses).toEqual([503]);
    expect(await waiting!.answers(1)).toEqual([200]);
  });

  it('are refused where as many wait for a slow look-up as may, beyond those that are held', async () => {
    await start({ slowAfterMs: 0, held: only(1), slow: only(1) });
    await askAll(['/held']);
    await until(() => held.count === 1);
    const [waiting] = await askAll(['/waiting']);

    const [refused] = await askAll(['/refused']);
    expect(await refused!.answers(1)).toEqual([503]);

    for (const one of underWay()) one.succeed();
    expect(await waiting!.answers(1)).toEqual([200]);
    const next = await askAll(['/held', '/waiting']);
    for (const one of underWay()) one.succeed();
    for (const connection of next) expect(await connection.answers(1)).toEqual([200]);
  });
});
