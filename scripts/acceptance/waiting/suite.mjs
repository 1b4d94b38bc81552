/**
 * Boots every cloud-init with every data source through every outage of the database, several at once, each on a new
 * machine. Runs in network, mount and PID namespaces of its own; everything in them ends with this process.
 *
 *   node suite.mjs '{"versions": [{"name", "root", "source"}], "folder", "atOnce", "match"}'
 *
 * Prints lines PASS and FAIL. `folder` keeps the files of boots that failed; only boots whose titles contain `match`
 * are run.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openLab, plugIn, unplug } from './lab.mjs';
import { Machine, registerSurroundings } from './machine.mjs';
import { bootThrough, outages } from './outage.mjs';
import { Server } from './server.mjs';
import { sources } from './sources.mjs';
import { whatIsMissing, whatWasNotTried } from './verdict.mjs';

const { versions, folder, atOnce, match } = JSON.parse(process.argv[2]);

/** All boots: the longest outages first, so that no long boot starts last. */
const boots = outages
  .flatMap((outage) => sources.flatMap((source) => versions.map((version) => ({ outage, source, version }))))
  .map((boot, index) => ({ ...boot, n: index + 2 }))
  .filter((boot) => titleOf(boot).includes(match));

function titleOf({ source, version, outage }) {
  return `${source.name}, cloud-init ${version.name}, ${outage.name}`;
}

let starting = Promise.resolve();

/** Starts one server after another, since a start takes a whole processor. */
function startServer() {
  const started = starting.then(async () => {
    const server = await Server.start();
    await server.isReady();
    await registerSurroundings(server);
    return server;
  });
  starting = started.catch(() => {});
  return started;
}

/** Boots machines one after another on one server, until none is left to boot. */
async function bootSome(relay) {
  let server;
  for (let boot = boots.shift(); boot; boot = boots.shift()) {
    const title = titleOf(boot);
    try {
      server ??= await startServer();
      await bootOn(server, { boot, title, relay });
      await server.isReady();
    } catch (error) {
      console.log(`FAIL ${title}: ${error.message}\n${server?.log ?? ''}`);
      if (server) await server.stop(); // the next boot gets a new server, so that a failure cannot affect it
      server = undefined;
    }
  }
  if (server) await server.stop();
}
async function bootOn(server, { boot, title, relay }) {
  const machine = new Machine({ ...boot, folder: join(folder, `${boot.n}`) });
  const wire = relay.lay(machine.address, { port: server.port, caller: machine.caller });
  const parts = { machine, wire, server };
  const { seconds, problems } = await outcomeOf(boot.outage, parts).catch((error) => ({
    problems: [error.message],
  }));
  const time = seconds === undefined ? '' : ` after ${Math.round(seconds)} s`;
  if (problems.length === 0) {
    console.log(`PASS ${title}: configured${time}`);
    await rm(machine.folder, { recursive: true });
  } else {
    console.log(`FAIL ${title}: not configured${time}: ${problems.join(', ')} (${machine.folder})`);
    await keepLogs(parts);
  }
}

async function outcomeOf(outage, { machine, wire, server }) {
  await machine.register(server);
  const namespace = await plugIn(machine.n);
  try {
    const { seconds, away } = await bootThrough(outage, { machine, wire, server, namespace });
    const late = seconds === undefined ? ['it did not end'] : [];
    return { seconds, problems: [...late, ...whatIsMissing(machine), ...whatWasNotTried(wire, away)] };
  } finally {
    await server.bringDatabaseBack();
    await unplug(machine.n);
  }
}

/** Writes the machine's requests and the end of the server's log beside the files of the boot. */
async function keepLogs({ machine, wire, server }) {
  await mkdir(machine.folder, { recursive: true });
  await writeFile(join(machine.folder, 'requests.log'), wire.log);
  await writeFile(join(machine.folder, 'server.log'), server.log);
}

process.setMaxListeners(0); // every product ends with this process
const relay = await openLab();
await Promise.all(Array.from({ length: atOnce }, () => bootSome(relay)));
process.exit();
