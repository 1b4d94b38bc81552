/** Compares the cost of an answer with nginx serving files and plain node:http, all with the same machines. */
import { ms, percentile, ratioOf, times } from '../numbers.mjs';
import { register } from '../register.mjs';
import { startPeers, startProduct, tokenFor } from '../servers.mjs';

const INSTANCES = 1000;
const CONNECTIONS = ['new', 'keep'];
const WARM = { boots: 600, concurrency: 50 };

export async function againstPeers({ folder, storm, rounds }) {
  const databaseUrl = `sqlite:${folder}/peers.db`;
  const token = await tokenFor(databaseUrl);
  await withServer(databaseUrl, { folder, token, machine: false }, (server) =>
    register(server, { to: INSTANCES }),
  );
  const servers = [
    ...(await startPeers(['nginx', 'node:http', 'Express'], { folder, instances: INSTANCES, core: 0 })),
    await startProduct(databaseUrl, { folder, token, core: 0 }),
  ];
  try {
    for (const server of servers) await storm({ server, core: 1, instances: INSTANCES, ...WARM });
    const found = Object.fromEntries(CONNECTIONS.map((connections) => [connections, []]));
    for (let round = 0; round < rounds; round++)
      for (const connections of CONNECTIONS) {
        const results = {};
        for (const server of servers)
          results[server.name] = await storm({
            server,
            core: 1,
            instances: INSTANCES,
            concurrency: 100,
            connections,
          });
        found[connections].push(results);
      }
    for (const connections of CONNECTIONS) show(connections, found[connections], servers);
    return rowsOf(found, servers);
  } finally {
    for (const server of servers) await server.stop();
  }
}

export async function withServer(databaseUrl, options, act) {
  const server = await startProduct(databaseUrl, options);
  try {
    return await act(server);
  } finally {
    await server.stop();
  }
}

const cpuOf = (name) => (round) => round[name].server.cpuPer1000;
const p99Of = (name) => (round) => round[name].ms.p99;

function rowsOf({ new: fresh, keep }, servers) {
  const has = (name) => servers.some((server) => server.name === name);
  const ratio = (rounds, peer, of = cpuOf) =>
    has(peer) ? ratioOf(rounds, of('CloudMeta'), of(peer)) : undefined;
  return [
    row('CPU against nginx serving files, new connections', ratio(fresh, 'nginx'), [2.5, 2.1]),
    row('CPU against nginx serving files, kept connections', ratio(keep, 'nginx'), [1.9, 1.5]),
    row('CPU against raw node:http, new connections', ratio(fresh, 'node:http'), [1.25, 1.1]),
    row('CPU against raw node:http, kept connections', ratio(keep, 'node:http'), [1.4, 1.2]),
    row('p99 with 100 boots at once, against nginx', ratio(fresh, 'nginx', p99Of), [2.5, 1.5]),
    {
      what: 'errors and wrong answers of these rounds',
      value: [...fresh, ...keep].reduce((sum, { CloudMeta: { errors, wrong } }) => sum + errors + wrong, 0),
      must: 0,
      aim: 0,
    },
  ];
}

const row = (what, value, [must, aim]) => ({ what, value, must, aim, show: times });

function show(connections, rounds, servers) {
  console.log(
    `\n${connections === 'new' ? 'A new connection for each request' : 'One connection for a boot'}, medians:`,
  );
  console.log('| server | CPU of 1,000 requests | p50 | p99 | memory |\n| --- | --- | --- | --- | --- |');
  for (const { name } of servers) {
    const middle = (of) =>
      percentile(
        rounds.map((round) => of(round[name])),
        50,
      );
    const cpu = ms(middle(({ server }) => server.cpuPer1000) * 1000);
    const memory = `${Math.round(middle(({ server }) => server.rssPeakMb))} MiB`;
    console.log(
      `| ${name} | ${cpu} | ${ms(middle((r) => r.ms.p50))} | ${ms(middle((r) => r.ms.p99))} | ${memory} |`,
    );
  }
}
