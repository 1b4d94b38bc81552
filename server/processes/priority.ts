import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { getPriority, setPriority } from 'node:os';

/** The niceness steps by which a server ranks before other processes, if allowed: answers need little CPU time. */
const aboveOthers = 5;

/** The distance to the parent, which gets the processor first and is killed last when memory runs out. */
const belowParent = { niceness: 15, oomScore: 500 };

/** The maximum values that Linux accepts. */
const max = { niceness: 19, oomScore: 1000 };

const oomFile = '/proc/self/oom_score_adj';

/**
 * Has this process, and those that it starts from now on, get the processor before others of the machine. Only root and
 * CAP_SYS_NICE may do that; otherwise nothing changes.
 */
export function raisePriority(): void {
  setNiceness(getPriority() - aboveOthers);
}

/** Lowers the priority, so that the parent gets the processor first. */
export function lowerPriority(): void {
  setNiceness(Math.min(getPriority() + belowParent.niceness, max.niceness));
}

function setNiceness(niceness: number): void {
  try {
    for (const thread of threads()) setPriority(thread, niceness);
  } catch {} // serving works without it, only slower
}

/** The threads of this process: Linux has a priority for each, and those that collect garbage work the most. */
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
    writeFileSync(oomFile, String(Math.min(own + belowParent.oomScore, max.oomScore)));
  } catch {} // the file exists on Linux only
}
