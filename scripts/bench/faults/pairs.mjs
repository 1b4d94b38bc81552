/** Very many changes, each read at once: at the server that made it, and at another one of the same database. */
import { ask } from '../guest.mjs';
import { register, tree } from '../register.mjs';
import { startProduct, tokenFor } from '../servers.mjs';
import { startPostgres } from '../../../server/tests/postgres.ts';
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
  const options = { folder, token, machine: false };
  const servers = [await startProduct(databaseUrl, options)];
  await register(servers[0], 0, CLIENTS);
  servers.push(await startProduct(databaseUrl, options));
  try {
    const stale = { here: 0, there: 0 };
    const client = async (k) => {
      const seen = servers.map(() => -1);
      for (let n = 0; n < count / CLIENTS; n++) {
        const here = Math.floor(Math.random() * servers.length);
        await servers[here].update({ id: tree.instanceId(k), hostname: `changed-${k}-${n}` });
        if ((await numberAt(servers[here], k)) !== n) stale.here += 1;
        seen[here] = n;
        const there = (here + 1) % servers.length;
        const told = await numberAt(servers[there], k);
        if (told < seen[there]) stale.there += 1;
        seen[there] = told;
      }
    };
    await Promise.all(Array.from({ length: CLIENTS }, (_, k) => client(k)));
    return [
      none(
        `${name}, 2 servers, ${CLIENTS} clients: stale reads of ${count} at the server that made the change`,
        stale.here,
      ),
      none(`${name}: reads at the other server that went back to an older value`, stale.there),
    ];
  } finally {
    for (const server of servers) await server.stop();
  }
}

async function numberAt(server, k) {
  const { text } = await ask(server, { from: tree.address(k), path: '/latest/meta-data/hostname' });
  return Number(/^changed-\d+-(\d+)$/.exec(text)?.[1] ?? -1);
}
