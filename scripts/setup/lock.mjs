/** One setup at a time in a clone: a second one waits, and takes over from one that died. */
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
/** A living holder touches the lock this often; a process id alone may have been given to another program since. */
const HEARTBEAT = 2_000;
const SILENCE = 15_000;
const SIGNALS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

/** Runs `work` alone among all setups of this clone. */
export async function withLock(work) {
  await take();
  const heartbeat = setInterval(touch, HEARTBEAT);
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
  let told = false;
  while (!tryTake()) {
    if (holderIsGone()) {
      putAside();
      continue;
    }
    if (!told) say('Another setup is at work here, waiting for it');
    told = true;
    await sleep(200);
  }
}

/** A link appears whole or not at all, so nobody ever reads a lock without its holder's id. */
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
  return !isAlive(holder.pid) || Date.now() - holder.seen > SILENCE;
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

/** Of several that see a dead holder's lock, one moves it away; one that moved a fresh lock by mistake puts it back. */
function putAside() {
  const aside = `${LOCK}.gone.${process.pid}`;
  try {
    renameSync(LOCK, aside);
    if (isAlive(Number(readFileSync(aside, 'utf8'))) && Date.now() - statSync(aside).mtimeMs < SILENCE)
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
    // taken away while this process was asleep: the end of `work` is near enough
  }
}

function release() {
  if (readHolder()?.pid === process.pid) rmSync(LOCK, { force: true });
}
