/** Clients that send requests to a world while its database is away, and checks of their answers. */
import { expect } from '@jest/globals';
import { eventually } from './eventually.ts';
import { metric } from './metric-value.ts';
import { RawConnection, requestText } from './raw-connection.ts';
import type { World } from './world.ts';

export const hostname = '/latest/meta-data/hostname';

export const clients = {
  cloudInit: 'User-Agent: Cloud-Init/22.4.2',
  /** cloud-init before 24.2, once it has a session token. */
  oldLibrary: 'User-Agent: python-requests/2.28.1',
  curl: 'User-Agent: curl/8.14.1',
};

/** Limits with which waiting clients get interim responses at once, and wait for a practically unlimited time. */
export const patient = {
  tickMs: 10,
  slowAfterMs: 1_000_000,
  continueEveryMs: 40,
  maxContinues: 1_000_000,
  refuseAfterMs: 1_000_000,
};

/** Limits with which waiting clients wait only briefly: for 3 interim responses, or 100 ms. */
export const impatient = { ...patient, maxContinues: 3, refuseAfterMs: 100 };

export const maxHeldPerAddress = 8;

/** The response to a client that is asked to retry. */
export const refusal =
  /^HTTP\/1\.1 503 .*\r\nRetry-After: 1\r\n(?:.*\r\n)*Content-Length: 0\r\n(?:.*\r\n)*\r\n$/;

export interface Asking {
  by?: string;
  line?: string;
  headers?: string[];
  port?: number;
}

/** Sends a request, by default cloud-init's for the hostname. */
export function ask(world: World, { address }: { address: string }, asking: Asking = {}) {
  const { by = clients.cloudInit, line = `GET ${hostname}`, headers = [], port = world.port } = asking;
  return RawConnection.open({ port, from: address }, requestText(line, by, ...headers));
}

/** Returns once there are `count` final responses. */
export const answered = (connection: RawConnection, count = 1) =>
  connection.until(({ finalStatuses }) => finalStatuses.length >= count);

/** Returns once there are `count` interim responses. */
export const hasContinued = (connection: RawConnection, count = 1) =>
  connection.until(({ continues }) => continues >= count);

/** Returns once exactly `count` requests are held. */
export const areHeld = (world: World, count: number) =>
  eventually(async () => expect(await metric(world, 'cloudmeta_held_requests')).toBe(count));

/** Returns the number of requests that ended in this way. */
export const ended = (world: World, ending: string) =>
  metric(world, `cloudmeta_held_requests_total\\{ending="${ending}"\\}`);
