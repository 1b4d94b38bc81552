import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { getPriority, setPriority } from 'node:os';

/** The steps by which a server is less nice than others on its machine, where it may: machines take little of it. */
const aboveOthers = 5;

/** The distance to the parent, which gets the processor first and is ended for memory last. */
const below = { niceness: 15, oomScore: 500 };

/** The last values that Linux takes. */
const last = { niceness: 19, oomScore: 1000 };

const oomFile = '/proc/self/oom_score_adj';

/**
 * Has this process, and those that it starts from now on, get the processor before others of the machine. Only root may
 * do that, and CAP_SYS_NICE; without it everything goes on as it is.
 */
export function raisePriority(): void {
  setNiceness(getPriority() - aboveOthers);
}

/** Has the parent get the processor first. */
export function lowerPriority(): void {
  setNiceness(Math.min(getPriority() + below.niceness, last.niceness));
}

function setNiceness(niceness: number): void {
  try {
    for (const thread of threads()) setPriority(thread, niceness);
  } catch {} // a matter of speed, and no reason not to serve
}

/** The threads of this process: to Linux each has a priority of its own, and those that collect garbage work the most. */
function threads(): number[] {
  try {
    return readdirSync('/proc/self/task').map(Number);
  } catch {
    return [process.pid]; // elsewhere a process has one priority
  }
}

/** Has the system end this process before its parent when memory runs out. */
export function preferAsVictim(): void {
  try {
    const own = Number(readFileSync(oomFile, 'utf8'));
    writeFileSync(oomFile, String(Math.min(own + below.oomScore, last.oomScore)));
  } catch {} // there is no such file but on Linux
}
