/** The load on a server during a fault, and the rows of its results. */
import { setTimeout as pause } from 'node:timers/promises';
import { ask } from '../guest.mjs';
import { register } from '../register.mjs';
import { startProduct, tokenFor } from '../servers.mjs';

/** The number of known machines, and the boots that begin in a second. */
export const KNOWN = 500;
const BOOTS_PER_SECOND = 20;

/** The number of a machine that is registered, and from which the server has got no request. */
export const NEWCOMER = KNOWN;

/** Starts a server with all machines registered, and boots the known ones. */
export async function startWithMachines(databaseUrl, { folder, storm, environment }) {
  const token = await tokenFor(databaseUrl);
  const server = await startProduct(databaseUrl, { folder, token, machine: false, environment });
  await register(server, { to: KNOWN + 1 });
  await storm({ server, instances: KNOWN });
  return server;
}

/** Starts boots of known machines for some seconds, at a fixed rate. */
export const bootsFor = (seconds, { server, storm }) =>
  storm({
    server,
    instances: KNOWN,
    rate: BOOTS_PER_SECOND,
    boots: BOOTS_PER_SECOND * seconds,
    concurrency: KNOWN,
    seconds: seconds + 60,
  });

/** Sends requests as one machine until the returned function is called, which resolves with all different answers. */
export function watch(server, from) {
  const answers = new Set();
  const stopping = new AbortController();
  const watching = (async () => {
    while (!stopping.signal.aborted) {
      const { status, headers } = await ask(server, { from }).catch(({ code }) => ({
        status: code,
        headers: {},
      }));
      answers.add(headers['retry-after'] ? `${status}, Retry-After ${headers['retry-after']}` : `${status}`);
      await pause(100);
    }
  })();
  return async () => {
    stopping.abort();
    await watching;
    return [...answers];
  };
}

/** Calls `act` until it succeeds; returns the seconds that this took. Throws its error after `timeoutMs`. */
export async function secondsUntil(act, timeoutMs = 60_000) {
  const since = performance.now();
  for (;;) {
    try {
      await act();
      return (performance.now() - since) / 1000;
    } catch (error) {
      if (performance.now() - since > timeoutMs) throw error;
      await pause(20);
    }
  }
}

/** Makes a change; resolves with 'made', or with the code of the error. */
export const outcomeOf = (server, input) =>
  server.update(input).then(
    () => 'made',
    ({ code }) => code,
  );

/** A row for a count that has to be 0. */
export const none = (what, value) => ({ what, value, must: 0, aim: 0 });

/** A row for a value that has to be exactly `must`. */
export const exactly = (what, value, must) => ({ what, value, must, aim: must });

/** Rows for boots: none may fail or get a wrong answer. */
export const unharmed = (what, { errors, wrong, requests }) => [
  none(`${what}: failed reads of known machines, of ${requests}`, errors),
  none(`${what}: wrong answers`, wrong),
];
