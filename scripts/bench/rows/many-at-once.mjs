/** Measures 2,000 boots at once, as after a power failure, and the gain from a second process. */
import { median, ms, times } from '../numbers.mjs';
import { register } from '../register.mjs';
import { startProduct, tokenFor } from '../servers.mjs';
import { withServer } from './against-peers.mjs';

const INSTANCES = 2000;

export async function manyAtOnce({ folder, storm, rounds }) {
  const databaseUrl = `sqlite:${folder}/many.db`;
  const token = await tokenFor(databaseUrl);
  await withServer(databaseUrl, { folder, token, machine: false }, (server) =>
    register(server, { to: INSTANCES }),
  );
  const one = await startProduct(databaseUrl, { folder, token });
  const two = await startProduct(databaseUrl, { folder, token, environment: { WEB_CONCURRENCY: '2' } });
  try {
    const herd = { instances: INSTANCES, concurrency: INSTANCES };
    const found = [];
    for (const server of [one, two]) await storm({ server, ...herd });
    const busy = { instances: INSTANCES, concurrency: 200 };
    for (let round = 0; round < rounds; round++)
      found.push({
        one: await storm({ server: one, ...herd }),
        alone: await storm({ server: one, ...busy }),
        two: await storm({ server: two, ...busy }),
      });
    const worst = (of) => Math.max(...found.map(({ one: result }) => of(result)));
    const middle = (of) => median(found.map(({ one: result }) => of(result)));
    return [
      {
        what: '2,000 boots at once: errors and wrong answers',
        value: worst((r) => r.errors + r.wrong),
        must: 0,
        aim: 0,
      },
      { what: '2,000 boots at once: p99.9', value: middle((r) => r.ms.p999), must: 1000, show: ms },
      { what: '2,000 boots at once: p99', value: middle((r) => r.ms.p99), aim: 450, show: ms },
      {
        what: 'two processes against one: boots a second',
        value: median(found.map((round) => round.two.bootsPerSecond / round.alone.bootsPerSecond)),
        must: 1.3,
        aim: 1.4,
        isMore: true,
        show: times,
      },
    ];
  } finally {
    await one.stop();
    await two.stop();
  }
}
