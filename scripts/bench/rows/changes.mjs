/** Measures the delay until a change is served, and the time to register very many machines on PostgreSQL. */
import { startPostgres } from '../../../server/tests/support/postgres.ts';
import { ask } from '../guest.mjs';
import { ms, percentile } from '../numbers.mjs';
import { register, tree } from '../register.mjs';
import { startProduct, tokenFor } from '../servers.mjs';
import { withServer } from './against-peers.mjs';
import { registering } from './registered.mjs';

const CHANGES = 500;

export async function changes({ folder, many }) {
  const sqlite = await visible('SQLite', `sqlite:${folder}/changes.db`, { folder, must: 250, aim: 100 });
  const postgres = await startPostgres();
  try {
    const database = await postgres.createDatabase();
    const rows = await visible('PostgreSQL', database.url, { folder, must: 100, aim: 20 });
    const fresh = await postgres.createDatabase();
    const token = await tokenFor(fresh.url);
    const options = { folder, token, machine: false };
    const time = await withServer(fresh.url, options, (server) => register(server, { to: many }));
    await database.drop();
    await fresh.drop();
    return [...sqlite, ...rows, registering('PostgreSQL', time, many)];
  } finally {
    await postgres.stop();
  }
}

/** Changes a machine at one server, reads it there at once, and at another server until the change is served. */
async function visible(name, databaseUrl, { folder, must, aim }) {
  const token = await tokenFor(databaseUrl);
  await withServer(databaseUrl, { folder, token, machine: false }, (server) => register(server, { to: 1 }));
  const here = await startProduct(databaseUrl, { folder, token });
  const there = await startProduct(databaseUrl, { folder, token });
  try {
    let stale = 0;
    const waits = [];
    for (let n = 0; n < CHANGES; n++) {
      const hostname = `changed-${n}`;
      await here.update({ id: tree.instanceId(0), hostname });
      const since = performance.now();
      if ((await hostnameAt(here)) !== hostname) stale += 1;
      while ((await hostnameAt(there)) !== hostname);
      waits.push(performance.now() - since);
    }
    return [
      {
        what: `stale reads of ${CHANGES} right after the change, same process, on ${name}`,
        value: stale,
        must: 0,
        aim: 0,
      },
      {
        what: `change visible in another process on ${name}, p99`,
        value: percentile(waits, 99),
        must,
        aim,
        show: ms,
      },
    ];
  } finally {
    await here.stop();
    await there.stop();
  }
}

const hostnameAt = async (server) =>
  (await ask(server, { from: tree.address(0), path: '/latest/meta-data/hostname' })).text;
