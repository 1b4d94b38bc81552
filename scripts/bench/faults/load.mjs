/** What goes on at a server while something happens to it. */
import { setTimeout as pause } from 'node:timers/promises';
import { ask } from '../guest.mjs';
import { register } from '../register.mjs';
import { startProduct, tokenFor } from '../servers.mjs';

/** Machines that the server knows, and how many of them begin to boot in a second. */
export const KNOWN = 500;
const RATE = 20;

/** A machine that is registered and that the server has not seen. */
export const NEWCOMER = KNOWN;

/** A server with all machines registered, and the known ones booted. */
export async function startWithMachines(databaseUrl, { folder, storm, environment }) {
  const token = await tokenFor(databaseUrl);
  const server = await startProduct(databaseUrl, { folder, token, machine: false, environment });
  await register(server, { to: KNOWN + 1 });
  await storm({ server, instances: KNOWN });
  return server;
}

/** Boots known machines for some seconds, however long each takes. */
export const bootsFor = (seconds, { server, storm }) =>
  storm({
    server,
    instances: KNOWN,
    rate: RATE,
    boots: RATE * seconds,
    concurrency: KNOWN,
    seconds: seconds + 60,
  });

/** Asks as one machine again and again, and notes what it is told, until `stop()`, which gives all different answers. */
export function watch(server, from) {
  const told = new Set();
  const stopping = new AbortController();
  const watching = (async () => {
    while (!stopping.signal.aborted) {
      const { status, headers } = await ask(server, { from }).catch(({ code }) => ({
        status: code,
        headers: {},
      }));
      told.add(headers['retry-after'] ? `${status}, Retry-After ${headers['retry-after']}` : `${status}`);
      await pause(100);
    }
  })();
  return async () => {
    stopping.abort();
    await watching;
    return [...told];
  };
}

/** Tries until it succeeds; gives the seconds that this took. */
export async function secondsUntil(act, patience = 60_000) {
  const since = performance.now();
  for (;;) {
    try {
      await act();
      return (performance.now() - since) / 1000;
    } catch (error) {
      if (performance.now() - since > patience) throw error;
      await pause(20);
    }
  }
}

/** The code that a change is refused with, or that it was made. */
export const outcomeOf = (server, input) =>
  server.update(input).then(
    () => 'made',
    ({ code }) => code,
  );

/** A row for what must not happen at all. */
export const none = (what, value) => ({ what, value, must: 0, aim: 0 });

/** A row for something that has to be exactly so. */
export const exactly = (what, value, must) => ({ what, value, must, aim: must });

/** Rows of boots none of which may fail or be told something wrong. */
export const unharmed = (what, { errors, wrong, requests }) => [
  none(`${what}: failed reads of known machines, of ${requests}`, errors),
  none(`${what}: wrong answers`, wrong),
];
