/** A real PostgreSQL for tests: the one that TEST_DATABASE_URL names, else one of our own from the npm package. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { freePort } from '../../http/free-port.ts';
import { postgresPrograms, runAs } from './postgres-binaries.ts';

export interface TestDatabase {
  url: string;
  drop(): Promise<void>;
}

export interface Postgres {
  /** Returns the URL of a database on this server. */
  url(databaseName: string): string;
  /** Creates a database with a unique name: empty, or a copy of the one named `template`. */
  createDatabase(template?: string): Promise<TestDatabase>;
  /** Ends the server and removes its files; does nothing for a server that was there before. */
  stop(): Promise<void>;
}

/** A server that its caller alone uses, and may suspend, stop and restart. */
export interface OwnPostgres extends Postgres {
  /** Suspends the server: it answers nothing, but every connection stays open, as when a machine hangs. */
  pause(): void;
  resume(): void;
  /** Stops the server: connections end and new ones are refused. `start` restarts it with its data and address. */
  halt(): Promise<void>;
  start(): Promise<void>;
  /** Returns the end of the log that it has written since it was started. */
  log(): string;
  /** Starts a hot standby that follows this server, which is halted for a moment. The standby must be stopped first. */
  standby(): Promise<OwnPostgres>;
}

/** Returns the server of TEST_DATABASE_URL, which all tests of a run share; starts one if it is not set. */
export async function startPostgres(): Promise<Postgres> {
  const given = process.env['TEST_DATABASE_URL'];
  return given === undefined ? startOwnPostgres() : { ...databasesOf(given), stop: async () => {} };
}

/** A server for this caller alone. It ends with this process, however that ends. */
export function startOwnPostgres(): Promise<OwnPostgres> {
  return inOwnFolder(async (folder) => {
    const programs = await postgresPrograms(folder);
    initialise(programs, join(folder, 'data'));
    return serveOwn(programs, folder);
  });
}

async function inOwnFolder(start: (folder: string) => Promise<OwnPostgres>): Promise<OwnPostgres> {
  const folder = await mkdtemp(join(tmpdir(), 'cloudmeta-postgres-'));
  try {
    if (runAs.uid !== undefined && runAs.gid !== undefined) await chown(folder, runAs.uid, runAs.gid);
    return await start(folder);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

async function serveOwn(programs: string, folder: string): Promise<OwnPostgres> {
  const data = join(folder, 'data');
  const port = await freePort();
  let { keeper, log } = await serve({ programs, folder, port });
  const halt = () => end(keeper, 'keep');
  const start = async () => void ({ keeper, log } = await serve({ programs, folder, port }));
  return {
    ...databasesOf(`postgres://postgres@127.0.0.1:${port}/postgres`),
    pause: () => signalAll(data, 'SIGSTOP'),
    resume: () => signalAll(data, 'SIGCONT'),
    halt,
    start,
    log: () => log(),
    standby: async () => {
      await halt();
      return inOwnFolder(async (copy) => {
        copyAsStandby(data, join(copy, 'data'), port);
        await start();
        return serveOwn(programs, copy);
      });
    },
    stop: async () => {
      await end(keeper);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Copies the data as the user who runs the server, because that user must own it. */
function copyAsStandby(data: string, copy: string, primaryPort: number): void {
  const settings = `primary_conninfo = 'host=127.0.0.1 port=${primaryPort} user=postgres'`;
  const script = 'cp -a "$1" "$2" && touch "$2/standby.signal" && echo "$3" >>"$2/postgresql.auto.conf"';
  const ran = spawnSync('/bin/sh', ['-c', script, 'sh', data, copy, settings], {
    ...runAs,
    cwd: '/',
    encoding: 'utf8',
  });
  if (ran.status !== 0) throw new Error(`no standby: ${ran.error?.message ?? ran.stderr}`);
}

function initialise(programs: string, data: string): void {
  const options = [
    '--username=postgres',
    '--auth=trust',
    '--encoding=UTF8',
    '--no-locale',
    '--no-sync',
    '--no-instructions',
  ];
  const ran = spawnSync(join(programs, 'initdb'), ['-D', data, ...options], {
    ...runAs,
    cwd: '/',
    encoding: 'utf8',
  });
  if (ran.status !== 0) throw new Error(`initdb failed: ${ran.error?.message ?? ran.stderr}`);
}

/** Runs the server until stdin closes, as it does when this process ends; removes the files unless it reads `keep`. */
const KEEPER = `
"$1/postgres" -D "$2/data" -p "$3" -c listen_addresses=127.0.0.1 -c unix_socket_directories= \
  -c fsync=off -c full_page_writes=off -c shared_buffers=32MB -c max_connections=200 </dev/null &
read -r word
kill -CONT $! $(cat "/proc/$!/task/$!/children" 2>/dev/null) 2>/dev/null
kill -INT $! 2>/dev/null
wait
[ "$word" = keep ] || rm -rf "$2"
`;

interface Serving {
  keeper: ChildProcess;
  log: () => string;
}

/** The number of characters of the log that are kept. */
const maxLogCharacters = 4_000_000;

async function serve({
  programs,
  folder,
  port,
}: {
  programs: string;
  folder: string;
  port: number;
}): Promise<Serving> {
  const keeper = spawn('/bin/sh', ['-c', KEEPER, 'sh', programs, folder, `${port}`], {
    ...runAs,
    cwd: '/',
    detached: true, // Ctrl-C in a terminal must not reach the keeper
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  const log = await ready(keeper);
  keeper.unref();
  for (const stream of [keeper.stdin, keeper.stderr]) (stream as unknown as { unref(): void }).unref();
  return { keeper, log };
}

/** Resolves once the server is ready, with a function that returns its log; keeps reading, so that it never blocks. */
function ready(keeper: ChildProcess): Promise<() => string> {
  return new Promise((resolve, reject) => {
    let log = '';
    let isReady = false; // from then on FATAL concerns one connection, such as one to a dropped database
    keeper.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      log = (log + chunk).slice(-maxLogCharacters);
      if (isReady) return;
      isReady = /ready to accept (read-only )?connections/.test(log);
      if (isReady) resolve(() => log);
      else if (/FATAL: {2}(?!the database system is)/.test(log)) failed(); // not "starting up", which early clients get
    });
    const failed = () => {
      keeper.stdin?.end();
      reject(new Error(`PostgreSQL did not start: ${log}`));
    };
    keeper.once('exit', failed);
  });
}

async function end(keeper: ChildProcess, word = ''): Promise<void> {
  if (keeper.exitCode !== null) return;
  keeper.ref();
  const ended = once(keeper, 'exit');
  keeper.stdin?.end(`${word}\n`);
  await ended;
}

/** Signals the server's first process and those it made for its connections. */
function signalAll(data: string, signal: NodeJS.Signals): void {
  const first = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0];
  const others = readFileSync(`/proc/${first}/task/${first}/children`, 'utf8').split(' ').filter(Boolean);
  for (const pid of [first, ...others]) {
    try {
      process.kill(Number(pid), signal);
    } catch {
      // the process of a connection that has ended since
    }
  }
}

function databasesOf(serverUrl: string): Omit<Postgres, 'stop'> {
  const url = (databaseName: string) => {
    const made = new URL(serverUrl);
    made.pathname = `/${databaseName}`;
    return made.href;
  };
  const createDatabase = async (template = 'template1') => {
    const name = `cloudmeta_test_${randomBytes(6).toString('hex')}`;
    await execute(serverUrl, `create database ${name} template ${template}`);
    return { url: url(name), drop: () => execute(serverUrl, `drop database if exists ${name} with (force)`) };
  };
  return { url, createDatabase };
}

/** Runs one statement on its own connection. */
async function execute(connectionString: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
