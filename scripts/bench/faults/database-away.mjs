/** Fault: PostgreSQL is stopped while machines boot, and the server is killed and restarted in the meantime. */
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startOwnPostgres } from '../../../server/tests/support/postgres.ts';
import { ask } from '../guest.mjs';
import { ms, seconds } from '../numbers.mjs';
import { tree } from '../register.mjs';
import { startProduct } from '../servers.mjs';
import {
  KNOWN,
  NEWCOMER,
  bootsFor,
  exactly,
  outcomeOf,
  secondsUntil,
  startWithMachines,
  unharmed,
  watch,
} from './load.mjs';

/** The length of the outage, and the time that machines boot before and after it. */
const AWAY_SECONDS = 30;
const AROUND_SECONDS = 5;

const renamed = { id: tree?.instanceId(0), launchIndex: 7 };
const newcomer = tree?.address(NEWCOMER);

export async function databaseAway({ folder, storm }) {
  const postgres = await startOwnPostgres();
  const { url } = await postgres.createDatabase();
  const environment = { METADATA_SNAPSHOT: join(folder, 'snapshot') };
  const server = await startWithMachines(url, { folder, storm, environment });
  const context = { folder, storm, postgres, url, environment };
  try {
    const rows = await whileBooting(server, context);
    return [...rows, ...(await killedMeanwhile(server, context))];
  } finally {
    await server.stop();
    await postgres.stop();
  }
}

async function whileBooting(server, { storm, postgres }) {
  const booting = bootsFor(AWAY_SECONDS + 2 * AROUND_SECONDS, { server, storm });
  await pause(AROUND_SECONDS * 1000);
  await postgres.halt();
  const stopWatching = watch(server, newcomer);
  const refused = await outcomeOf(server, renamed);
  await pause(AWAY_SECONDS * 1000);
  const answersAway = await stopWatching();
  await postgres.start();
  const untilWrites = await secondsUntil(() => server.update(renamed));
  return [
    ...unharmed(`PostgreSQL stopped for ${AWAY_SECONDS} s`, await booting),
    exactly('a machine that was not seen is told', answersAway.join(' or '), '503, Retry-After 1'),
    exactly('a change is refused with', refused, 'SERVICE_UNAVAILABLE'),
    { what: 'writes resume by themselves after', value: untilWrites, must: 5, aim: 1, show: seconds },
  ];
}

async function killedMeanwhile(server, { folder, storm, postgres, url, environment }) {
  await postgres.halt();
  await server.stop('SIGKILL');
  const next = await startProduct(url, { folder, token: server.token, environment });
  try {
    const boots = await storm({ server: next, instances: KNOWN, concurrency: 50 });
    const { status } = await ask(next, { from: newcomer });
    await postgres.start();
    const untilWrites = await secondsUntil(() => next.update({ ...renamed, launchIndex: 8 }));
    return [
      {
        what: 'killed meanwhile: start to the first answer',
        value: next.startTime,
        must: 900,
        aim: 600,
        show: ms,
      },
      ...unharmed('killed meanwhile', boots),
      exactly('killed meanwhile: a machine that was not seen is told', `${status}`, '503'),
      { what: 'killed meanwhile: writes resume after', value: untilWrites, must: 15, aim: 5, show: seconds },
    ];
  } finally {
    await next.stop();
  }
}
