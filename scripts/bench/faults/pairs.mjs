/** Makes many changes and reads each at once: at the server that made it, which has two processes, and at another. */
import { ask } from '../guest.mjs';
import { register, tree } from '../register.mjs';
import { startProduct, tokenFor } from '../servers.mjs';
import { startPostgres } from '../../../server/tests/support/postgres.ts';
import { none } from './load.mjs';

const CLIENTS = 8;

export async function pairs({ folder, pairs: count }) {
  const postgres = await startPostgres();
  const { url, drop } = await postgres.createDatabase();
  try {
    return [
      ...(await on('SQLite', `sqlite:${folder}/pairs.db`, { folder, count })),
      ...(await on('PostgreSQL', url, { folder, count })),
    ];
  } finally {
    await drop();
    await postgres.stop();
  }
}

async function on(name, databaseUrl, { folder, count }) {
  const token = await tokenFor(databaseUrl);
  const options = { folder, token, machine: false, environment: { WEB_CONCURRENCY: '2' } };
  const servers = [await startProduct(databaseUrl, options)];
  await register(servers[0], { to: CLIENTS });
  servers.push(await startProduct(databaseUrl, options));
  try {
    const stale = { here: 0, there: 0 };
    const client = async (k) => {
      const acknowledged = servers.map(() => -1);
      for (let n = 0; n < count / CLIENTS; n++) {
        const here = Math.floor(Math.random() * servers.length);
        await servers[here].update({ id: tree.instanceId(k), hostname: `changed-${k}-${n}` });
        if ((await numberAt(servers[here], k)) !== n) stale.here += 1;
        acknowledged[here] = n;
        const there = (here + 1) % servers.length;
        if ((await numberAt(servers[there], k)) < acknowledged[there]) stale.there += 1;
      }
    };
    await Promise.all(Array.from({ length: CLIENTS }, (_, k) => client(k)));
    return [
      none(
        `${name}, 2 servers of 2 processes, ${CLIENTS} clients: stale reads of ${count} where the change was made`,
        stale.here,
      ),
      none(`${name}: reads at the other server that were older than what it had acknowledged`, stale.there),
    ];
  } finally {
    for (const server of servers) await server.stop();
  }
}

async function numberAt(server, k) {
  const { text } = await ask(server, { from: tree.address(k), path: '/latest/meta-data/hostname' });
  return Number(/^changed-\d+-(\d+)$/.exec(text)?.[1] ?? -1);
}
