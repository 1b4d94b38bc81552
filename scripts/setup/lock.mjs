/** Allows one setup at a time in a clone: a second one waits, and takes the lock of one that died. */
import {
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root, say } from './run.mjs';

const FOLDER = join(root, '.cache');
const LOCK = join(FOLDER, 'setup.lock');
/** The holder touches the lock this often; its process id alone may have been reused by another program. */
const HEARTBEAT_MS = 2_000;
const STALE_AFTER_MS = 15_000;
const SIGNALS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

/** Runs `work` alone among all setups of this clone. */
export async function withLock(work) {
  await take();
  const heartbeat = setInterval(touch, HEARTBEAT_MS);
  const interrupted = (signal) => process.exit(SIGNALS[signal]);
  for (const signal of Object.keys(SIGNALS)) process.once(signal, interrupted);
  process.once('exit', release);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    for (const signal of Object.keys(SIGNALS)) process.off(signal, interrupted);
    process.off('exit', release);
    release();
  }
}

async function take() {
  mkdirSync(FOLDER, { recursive: true });
  let isReported = false;
  while (!tryTake()) {
    if (holderIsGone()) {
      putAside();
      continue;
    }
    if (!isReported) say('Another setup is at work here, waiting for it');
    isReported = true;
    await sleep(200);
  }
}

/** A link is made atomically, so that a lock is never read without its holder's id. */
function tryTake() {
  const mine = `${LOCK}.${process.pid}`;
  writeFileSync(mine, `${process.pid}`);
  try {
    linkSync(mine, LOCK);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(mine, { force: true });
  }
}

function holderIsGone() {
  const holder = readHolder();
  if (holder === undefined) return false;
  return !isAlive(holder.pid) || Date.now() - holder.seen > STALE_AFTER_MS;
}

function readHolder() {
  try {
    return { pid: Number(readFileSync(LOCK, 'utf8')), seen: statSync(LOCK).mtimeMs };
  } catch {
    return undefined;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return pid !== process.pid;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Moves a dead holder's lock away; puts it back if another process has replaced it with a fresh one meanwhile. */
function putAside() {
  const aside = `${LOCK}.gone.${process.pid}`;
  try {
    renameSync(LOCK, aside);
    if (isAlive(Number(readFileSync(aside, 'utf8'))) && Date.now() - statSync(aside).mtimeMs < STALE_AFTER_MS)
      linkSync(aside, LOCK);
  } catch (error) {
    if (!['ENOENT', 'EEXIST'].includes(error.code)) throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

function touch() {
  const now = new Date();
  try {
    utimesSync(LOCK, now, now);
  } catch {
    // another setup took the lock while this process was suspended: `work` goes on to its end
  }
}

function release() {
  if (readHolder()?.pid === process.pid) rmSync(LOCK, { force: true });
}
