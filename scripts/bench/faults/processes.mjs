/** Fault: a worker is killed, and servers are terminated, while machines boot. */
import { setTimeout as pause } from 'node:timers/promises';
import { ask } from '../guest.mjs';
import { seconds } from '../numbers.mjs';
import { tree } from '../register.mjs';
import { startProduct } from '../servers.mjs';
import { KNOWN, none, secondsUntil, startWithMachines } from './load.mjs';

const IN_FLIGHT = 50;
const TERMINATIONS = 10;
const two = { WEB_CONCURRENCY: '2' };

export async function processes({ folder, storm }) {
  const databaseUrl = `sqlite:${folder}/processes.db`;
  const server = await startWithMachines(databaseUrl, { folder, storm, environment: two });
  const rows = await killedWorker(server, storm);
  await server.stop();
  const counts = { answers: 0, broken: 0, unread: 0 };
  for (let n = 0; n < TERMINATIONS; n++)
    await terminated(
      await startProduct(databaseUrl, { folder, token: server.token, environment: two }),
      counts,
    );
  const what = `SIGTERM under load, ${TERMINATIONS} times`;
  return [
    ...rows,
    none(`${what}: broken or wrong answers, of ${counts.answers}`, counts.broken),
    {
      what: `${what}: connections in line at one of the listeners that nobody had read`,
      value: counts.unread,
      must: 2 * TERMINATIONS,
      aim: 0,
    },
  ];
}

async function killedWorker(server, storm) {
  const booting = storm({ server, instances: KNOWN, boots: 4 * KNOWN, concurrency: IN_FLIGHT });
  await pause(1000);
  const [, killed] = server.dataPlane;
  process.kill(killed, 'SIGKILL');
  const backAfter = await secondsUntil(() => {
    const others = server.dataPlane.filter((pid) => pid !== killed);
    if (others.length < 2) throw new Error('the killed worker does not come back');
  });
  const { errors, wrong, requests } = await booting;
  return [
    {
      what: `kill -9 of a worker: requests lost, it had some of ${IN_FLIGHT} and got others while it died`,
      value: errors,
      must: 2 * IN_FLIGHT,
      aim: IN_FLIGHT,
    },
    none(`kill -9 of a worker: wrong answers, of ${requests}`, wrong),
    { what: 'kill -9 of a worker: another is there after', value: backAfter, must: 5, aim: 2, show: seconds },
  ];
}

/** Sends requests until connections are refused. A listener that closes resets the connections in its backlog. */
async function terminated(server, counts) {
  const asking = Array.from({ length: IN_FLIGHT }, async (_, n) => {
    for (;;)
      try {
        const { text } = await ask(server, { from: tree.address(n) });
        counts[text === tree.instanceId(n) ? 'answers' : 'broken'] += 1;
      } catch ({ code, isBegun }) {
        if (code === 'ECONNREFUSED') return;
        counts[isBegun ? 'broken' : 'unread'] += 1;
      }
  });
  await pause(500);
  await server.stop();
  await Promise.all(asking);
}
