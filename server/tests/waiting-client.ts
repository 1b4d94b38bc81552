/** Clients that ask a world while its database is away, and what becomes of them. */
import { expect } from '@jest/globals';
import { eventually } from './eventually.ts';
import { metric } from './metrics.ts';
import { RawConnection, requestText } from './raw-connection.ts';
import type { World } from './world.ts';

export const hostname = '/latest/meta-data/hostname';

export const clients = {
  cloudInit: 'User-Agent: Cloud-Init/22.4.2',
  /** cloud-init before 24.2, once it has a session token. */
  oldLibrary: 'User-Agent: python-requests/2.28.1',
  curl: 'User-Agent: curl/8.14.1',
};

/** Whoever waits is told so at once, and waits for ever. */
export const patient = {
  tickMs: 10,
  slowAfterMs: 1_000_000,
  continueEveryMs: 40,
  maxContinues: 1_000_000,
  refuseAfterMs: 1_000_000,
};

/** Whoever waits does so for a moment. */
export const impatient = { ...patient, maxContinues: 3, refuseAfterMs: 100 };

export const maxHeldPerAddress = 8;

/** What somebody gets who is told to ask again. */
export const refusal =
  /^HTTP\/1\.1 503 .*\r\nRetry-After: 1\r\n(?:.*\r\n)*Content-Length: 0\r\n(?:.*\r\n)*\r\n$/;

export interface Asking {
  by?: string;
  line?: string;
  headers?: string[];
  port?: number;
}

/** Sends a request; cloud-init's where nothing else is said. */
export function ask(world: World, { address }: { address: string }, asking: Asking = {}) {
  const { by = clients.cloudInit, line = `GET ${hostname}`, headers = [], port = world.port } = asking;
  return RawConnection.open({ port, from: address }, requestText(line, by, ...headers));
}

/** Comes back when there are so many answers that are no interim responses. */
export const answered = (connection: RawConnection, count = 1) =>
  connection.until(({ finalStatuses }) => finalStatuses.length >= count);

/** Comes back when there are so many interim responses. */
export const toldToWait = (connection: RawConnection, count = 1) =>
  connection.until(({ continues }) => continues >= count);

/** Comes back when so many requests are held. */
export const areHeld = (world: World, count: number) =>
  eventually(async () => expect(await metric(world, 'cloudmeta_held_requests')).toBe(count));

/** How many requests ended in this way. */
export const ended = (world: World, ending: string) =>
  metric(world, `cloudmeta_held_requests_total\\{ending="${ending}"\\}`);
