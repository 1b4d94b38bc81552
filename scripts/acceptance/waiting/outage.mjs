/** One boot during which the database is away. */
import { setTimeout as pause } from 'node:timers/promises';

/** How long after the database is back a boot may still take: cloud-init's tries are up to two minutes apart. */
const PATIENCE_MS = 240_000;

/** Every time at which a database can go away, in every way, and for how long: the longest first. */
export const outages = [100, 20].flatMap((seconds) =>
  ['first', 'middle'].flatMap((moment) =>
    ['stopped', 'hanging'].map((way) => ({ seconds, moment, way, name: nameOf({ seconds, moment, way }) })),
  ),
);

function nameOf({ seconds, moment, way }) {
  const when = moment === 'first' ? 'at the first request' : 'in the middle of the crawl';
  return `PostgreSQL ${way} ${when} for ${seconds} s`;
}

/**
 * Boots a machine through an outage. Resolves with how many seconds the boot took (undefined: too many), and the time that
 * the database was away, in milliseconds.
 */
export function bootThrough(outage, parts) {
  const boot = () => parts.machine.boot(parts.namespace, outage.seconds * 1000 + PATIENCE_MS);
  return outage.moment === 'first' ? awayAtFirst(outage, parts, boot) : awayInTheMiddle(outage, parts, boot);
}

/** The database is away before the machine starts, and comes back so long after its first request. */
async function awayAtFirst({ way, seconds }, { server, wire }, boot) {
  await server.takeDatabaseAway(way);
  const from = Date.now();
  const ended = boot();
  await Promise.race([wire.isAsked, ended]);
  return whileAway(seconds, { server, ended, from });
}

/**
 * The database goes away right after the answer to a chosen request. The log of the server has that line up to 100 ms
 * late, when most of a crawl is over; so what carries the machine's connections holds its next request for so long. By
 * then the server has the machine in memory: a change of it, acknowledged before the database goes, has every process
 * forget it, as it does where machines are changed while they boot.
 */
async function awayInTheMiddle({ way, seconds }, { server, wire, machine }, boot) {
  const { middle } = machine.source;
  const hold = wire.holdAfter(middle);
  const ended = boot();
  if ((await Promise.race([hold.reached, ended])) !== true)
    throw new Error(`the boot ended before an answer to ${middle}`);
  await machine.touch(server);
  await server.takeDatabaseAway(way);
  const from = Date.now();
  hold.release();
  return whileAway(seconds, { server, ended, from });
}

/** Brings the database back after a time, or when there is nobody left who waits for it. */
async function whileAway(seconds, { server, ended, from }) {
  const controller = new AbortController();
  const time = pause(seconds * 1000, undefined, controller).catch(() => {});
  await Promise.race([time, ended]);
  controller.abort();
  const until = Date.now();
  await server.bringDatabaseBack();
  return { seconds: await ended, away: { from, until } };
}
