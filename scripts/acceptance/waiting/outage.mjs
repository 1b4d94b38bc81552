/** One boot during which the database is away. */
import { setTimeout as pause } from 'node:timers/promises';

/** The maximum time from the end of the outage to that of the boot: cloud-init's tries are up to two minutes apart. */
const BOOT_AFTER_OUTAGE_MS = 240_000;

/** All combinations of the moment, way and length of an outage: the longest first. */
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
 * Boots a machine through an outage. Resolves with the seconds that the boot took (undefined: too long), and the times
 * in milliseconds between which the database was away.
 */
export function bootThrough(outage, parts) {
  const boot = () => parts.machine.boot(parts.namespace, outage.seconds * 1000 + BOOT_AFTER_OUTAGE_MS);
  return outage.moment === 'first' ? awayAtFirst(outage, parts, boot) : awayInTheMiddle(outage, parts, boot);
}

/** The database goes away before the machine starts, and comes back some seconds after its first request. */
async function awayAtFirst({ way, seconds }, { server, wire }, boot) {
  await server.takeDatabaseAway(way);
  const from = Date.now();
  const ended = boot();
  await Promise.race([wire.isAsked, ended]);
  return whileAway(seconds, { server, ended, from });
}

/**
 * The database goes away right after the answer to a chosen request. The server logs that request up to 100 ms late,
 * when most of a crawl is over; so the relay holds the machine's next request until the database is away. The server
 * has the machine cached by then: a change of it, acknowledged before the outage, makes every process invalidate it, as
 * happens where machines are changed while they boot.
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

/** Brings the database back after `seconds`, or earlier if the boot has ended. */
async function whileAway(seconds, { server, ended, from }) {
  const controller = new AbortController();
  const time = pause(seconds * 1000, undefined, controller).catch(() => {});
  await Promise.race([time, ended]);
  controller.abort();
  const until = Date.now();
  await server.bringDatabaseBack();
  return { seconds: await ended, away: { from, until } };
}
