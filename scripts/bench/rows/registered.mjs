/** Measures the cost of very many registered machines, most of which have sent no request. */
import { writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { kib, median, mib, ms, ratioOf, seconds, times } from '../numbers.mjs';
import { register, tree } from '../register.mjs';
import { startProduct, tokenFor } from '../servers.mjs';
import { withServer } from './against-peers.mjs';

const FEW = 10;
const BOOTED = 10_000;
const SETTLE_MS = 3000;

export async function registered({ folder, storm, rounds, many }) {
  const context = { folder, storm, rounds, many };
  const few = await database('few', FEW, context);
  const all = await database('all', many, context);
  return [
    registering('SQLite', all.time, many),
    ...(await costOfMany(few, all, context)),
    ...(await neverSeen(all, context)),
    ...(await memoryAndQueries(few, all, context)),
    ...(await startTimes(few, all, context)),
  ];
}

export const registering = (databaseName, time, many) => ({
  what: `registering ${many.toLocaleString('en')} instances by upsertInstances, on ${databaseName}`,
  value: time,
  must: (120 * many) / 100_000,
  aim: (40 * many) / 100_000,
  show: seconds,
});

async function database(name, count, { folder }) {
  const databaseUrl = `sqlite:${folder}/${name}.db`;
  const token = await tokenFor(databaseUrl);
  const options = { folder, token };
  const time = await withServer(databaseUrl, { ...options, machine: false }, async (server) => {
    const taken = await register(server, { to: count });
    if (count > FEW) console.log(`\nMemory of the process that registered ${count}: ${mib(server.memory)}`);
    return taken;
  });
  return { databaseUrl, options, time };
}

/** Boots the same few machines at both servers. */
async function costOfMany(few, all, { storm, rounds }) {
  const small = await startProduct(few.databaseUrl, { ...few.options, core: 0 });
  const large = await startProduct(all.databaseUrl, { ...all.options, core: 0 });
  try {
    const load = { core: 1, instances: FEW, boots: 1000, concurrency: FEW };
    for (const server of [small, large]) await storm({ server, ...load });
    const found = [];
    for (let round = 0; round < rounds; round++)
      found.push({
        small: await storm({ server: small, ...load }),
        large: await storm({ server: large, ...load }),
      });
    const cpu = (size) => (round) => round[size].server.cpuPer1000;
    const value = ratioOf(found, cpu('large'), cpu('small'));
    return [{ what: 'CPU with all registered against 10', value, must: 1.15, aim: 1.05, show: times }];
  } finally {
    await small.stop();
    await large.stop();
  }
}

/** Boots a thousand machines in each round that the process has not cached, and then the same ones again. */
async function neverSeen({ databaseUrl, options }, { folder, storm, rounds, many }) {
  const server = await startProduct(databaseUrl, { ...options, core: 0 });
  try {
    const load = { server, core: 1, instances: 1000, concurrency: 100 };
    const block = Math.floor(many / (rounds + 3));
    const stormOf = async (n) => {
      const map = `${folder}/never-seen-${n}.txt`;
      const numbers = Array.from({ length: 1000 }, (_, k) => n * block + Math.floor((k * block) / 1000));
      writeFileSync(map, numbers.map((k) => `${tree.address(k)} ${tree.instanceId(k)}\n`).join(''));
      return { cold: await storm({ ...load, map }), warm: await storm({ ...load, map }) };
    };
    for (let n = 0; n < 3; n++) await stormOf(n);
    const found = [];
    for (let round = 0; round < rounds; round++) found.push(await stormOf(round + 3));
    const cpu = (kind) => (round) => round[kind].server.cpuPer1000;
    const value = ratioOf(found, cpu('cold'), cpu('warm'));
    return [
      {
        what: 'storm of 1,000 never-seen machines against the same storm warm: CPU',
        value,
        must: 1.15,
        aim: 1.06,
        show: times,
      },
    ];
  } finally {
    await server.stop();
  }
}

async function memoryAndQueries(few, all, { storm, many }) {
  const idle = await withServer(few.databaseUrl, few.options, async (server) => {
    await pause(SETTLE_MS);
    return server.memory;
  });
  const server = await startProduct(all.databaseUrl, all.options);
  try {
    const booted = Math.min(BOOTED, many);
    const queries = async (act) => {
      const before = await server.counted('guest_queries_total');
      await act();
      return (await server.counted('guest_queries_total')) - before;
    };
    const boot = (boots) => storm({ server, instances: boots, concurrency: 100 });
    const cold = await queries(() => boot(1000));
    const warm = await queries(() => boot(1000));
    await pause(SETTLE_MS);
    const before = server.memory;
    await boot(booted);
    await pause(SETTLE_MS);
    return [
      { what: 'database queries of a boot, cold', value: cold / 1000, must: 4, aim: 1 },
      { what: 'database queries of a boot, warm', value: warm / 1000, must: 0, aim: 0 },
      { what: 'memory, idle', value: idle, must: 200, aim: 130, show: mib },
      {
        what: 'memory of a warm instance',
        value: ((server.memory - before) * 1024) / (booted - 1000),
        must: 16,
        aim: 8,
        show: kib,
      },
      {
        what: 'memory with all registered and 10,000 booted',
        value: server.memory,
        must: 450,
        aim: 300,
        show: mib,
      },
    ];
  } finally {
    await server.stop();
  }
}

async function startTimes(few, all, { rounds }) {
  const found = { few: [], all: [] };
  for (let round = 0; round < rounds; round++)
    for (const [name, { databaseUrl, options }] of Object.entries({ few, all }))
      await withServer(databaseUrl, options, ({ startTime }) => void found[name].push(startTime));
  return [
    {
      what: 'start to the first answer, 10 registered',
      value: median(found.few),
      must: 900,
      aim: 600,
      show: ms,
    },
    {
      what: 'start to the first answer, all registered',
      value: median(found.all),
      must: 1200,
      aim: 700,
      show: ms,
    },
  ];
}
