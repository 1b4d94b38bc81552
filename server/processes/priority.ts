import { readFileSync, writeFileSync } from 'node:fs';
import { getPriority, setPriority } from 'node:os';

/** The distance to the parent, which gets the processor first and is ended for memory last. */
const below = { niceness: 5, oomScore: 500 };

/** The last values that Linux takes. */
const last = { niceness: 19, oomScore: 1000 };

const oomFile = '/proc/self/oom_score_adj';

/** Has other processes get the processor first. Where the system does not allow that, everything goes on without. */
export function lowerPriority(): void {
  try {
    setPriority(Math.min(getPriority() + below.niceness, last.niceness));
  } catch {} // a matter of speed, and no reason not to serve
}

/** Has the system end this process before its parent when memory runs out. */
export function preferAsVictim(): void {
  try {
    const own = Number(readFileSync(oomFile, 'utf8'));
    writeFileSync(oomFile, String(Math.min(own + below.oomScore, last.oomScore)));
  } catch {} // there is no such file but on Linux
}
