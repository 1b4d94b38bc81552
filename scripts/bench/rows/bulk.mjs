/** Measures tagging and deleting all machines of a filter, and the delays for machines and people meanwhile. */
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../../../server/http/free-port.ts';
import { startPostgres } from '../../../server/tests/support/postgres.ts';
import { ms, seconds, times } from '../numbers.mjs';
import { inputOf, register } from '../register.mjs';
import { tokenFor } from '../servers.mjs';
import { withServer } from './against-peers.mjs';

/** The number of machines that are kept, and that boot meanwhile. */
const KEPT = 100;
/** Their boots: `rate` begin in a second. */
const BOOTS = { rate: 4, boots: 80, concurrency: 50 };
/** The number of pages of the list that are read without other load. */
const PAGES = 20;

const byFilter = (name) => `mutation ($input: ${name[0].toUpperCase()}${name.slice(1)}Input!) {
  ${name}(input: $input) { job { id } } }`;
const updateByFilter = byFilter('updateInstancesByFilter');
const deleteByFilter = byFilter('deleteInstancesByFilter');
const jobNow = 'query ($id: ID!) { job(id: $id) { state total done failed createdAt endedAt } }';
const page = '{ instances(first: 50) { totalCount nodes { id hostname tags { key value } } } }';

export async function bulk({ folder, storm, many }) {
  const context = { folder, storm, sizes: [many / 100, many / 10, many].map(Math.ceil) };
  const sqlite = await onDatabase('SQLite', `sqlite:${folder}/bulk.db`, context);
  const postgres = await startPostgres();
  try {
    const database = await postgres.createDatabase();
    const rows = await onDatabase('PostgreSQL', database.url, context);
    await database.drop();
    return [...sqlite, ...rows];
  } finally {
    await postgres.stop();
  }
}

async function onDatabase(name, databaseUrl, context) {
  const { folder, sizes } = context;
  const token = await tokenFor(databaseUrl);
  const port = await freePort();
  const options = { folder, token, environment: { METADATA_LISTEN: `127.0.0.1:${port}` } };
  await withServer(databaseUrl, { ...options, machine: false }, (server) => registerSets(server, sizes));
  return withServer(databaseUrl, options, async (server) => {
    const boots = () => context.storm({ server: { pid: server.pid, port }, instances: KEPT, ...BOOTS });
    await boots(); // so that the kept machines are in memory
    const tagging = [];
    for (const size of sizes) tagging.push(await timeOf(server, tag(size)));
    const quiet = { boots: await boots(), page: await longestPage(server, (pages) => pages < PAGES) };
    const [small, medium] = [await timeOf(server, remove(sizes[0])), await timeOf(server, remove(sizes[1]))];
    const large = await deleteBeside(server, { size: sizes[2], boots });
    const deleting = [small, medium, large.time];
    return [
      ...rowsOf(`tagging by filter, on ${name}`, { sizes, found: tagging, must: 20, aim: 10 }),
      ...rowsOf(`deleting by filter, on ${name}`, { sizes, found: deleting, must: 8, aim: 4 }),
      ...meanwhile(`while ${sizes[2].toLocaleString('en')} are deleted, on ${name}`, quiet, large),
    ];
  });
}

/** Registers the kept machines, and one set of machines of each size. */
async function registerSets(server, sizes) {
  let first = KEPT;
  await register(server, { to: first });
  for (const size of sizes) {
    const tagged = (k) => ({ ...inputOf(k), tags: [setOf(size)] });
    await register(server, { from: first, to: first + size, inputFor: tagged });
    first += size;
  }
}

const setOf = (size) => ({ key: 'set', value: `of ${size}` });

const tag = (size) => [
  updateByFilter,
  { filter: { tag: setOf(size) }, patch: { addTags: [{ key: 'bulk', value: 'yes' }] } },
];
const remove = (size) => [deleteByFilter, { filter: { tag: setOf(size) } }];

/** Starts a job; resolves with the seconds from its creation to its end. */
async function timeOf(server, [mutation, input]) {
  const { job } = await server.change(mutation, input);
  return (await ended(server, job.id)).time;
}

async function ended(server, id) {
  for (;;) {
    const { job } = await server.ask(jobNow, { id });
    if (job.endedAt !== null) return { ...expectAllDone(job), time: secondsOf(job) };
    await pause(100);
  }
}

function expectAllDone(job) {
  if (job.state !== 'SUCCEEDED') throw new Error(`the job ended as ${JSON.stringify(job)}`);
  return job;
}

const secondsOf = ({ createdAt, endedAt }) => (Date.parse(endedAt) - Date.parse(createdAt)) / 1000;

/** Deletes while machines boot and pages of the list are read. */
async function deleteBeside(server, { size, boots }) {
  const [mutation, input] = remove(size);
  const { job } = await server.change(mutation, input);
  let isRunning = true;
  const looking = longestPage(server, () => isRunning);
  const booting = boots();
  const { time } = await ended(server, job.id);
  isRunning = false;
  return { time, boots: await booting, page: await looking };
}

/** Reads pages of the list; resolves with the longest time that one took, in milliseconds. */
async function longestPage(server, goesOn) {
  let longest = 0;
  for (let pages = 0; goesOn(pages); pages++) {
    const began = performance.now();
    await server.ask(page);
    longest = Math.max(longest, performance.now() - began);
    await pause(50);
  }
  return longest;
}

/** Rows with the time of each size, the limit for 10,000 machines, and the growth with ten times as many. */
function rowsOf(what, { sizes, found, must, aim }) {
  const scale = sizes[1] / 10_000;
  return [
    ...found.map((value, n) => ({
      what: `${what}: ${sizes[n].toLocaleString('en')} machines`,
      value,
      ...(n === 1 ? { must: must * scale, aim: aim * scale } : { aim: (aim * sizes[n]) / 10_000 }),
      show: seconds,
    })),
    {
      what: `${what}: time of each of ${sizes[2].toLocaleString('en')} against ${sizes[1].toLocaleString('en')}`,
      value: found[2] / sizes[2] / (found[1] / sizes[1]),
      must: 1.4,
      aim: 1.15,
      show: times,
    },
  ];
}

function meanwhile(when, quiet, { boots, page: longest }) {
  return [
    {
      what: `p99 of machines on a metadata listener against quiet, ${when}`,
      value: boots.ms.p99 / quiet.boots.ms.p99,
      must: 2,
      aim: 1.5,
      show: times,
    },
    { what: `requests of machines that failed, ${when}`, value: boots.errors + boots.wrong, must: 0, aim: 0 },
    {
      what: `the longest page of 50 in the list (quiet ${ms(quiet.page)}), ${when}`,
      value: longest,
      must: 1000,
      aim: 400,
      show: ms,
    },
  ];
}
