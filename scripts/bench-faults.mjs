/**
 * Injects faults and load into the built product while machines boot, and counts failed and wrong answers. `--minutes N`
 * of mixed load, `--pairs N` of changes and reads on each database, `--rounds N`, `--only PART,...` of the parts.
 */
import { runParts } from './bench/parts.mjs';
import { databaseAway } from './bench/faults/database-away.mjs';
import { hostileGuests } from './bench/faults/hostile-guests.mjs';
import { mixedLoad } from './bench/faults/mixed-load.mjs';
import { pairs } from './bench/faults/pairs.mjs';
import { processes } from './bench/faults/processes.mjs';
import { diskFull, sqliteLocked } from './bench/faults/sqlite.mjs';
import { controlPlane } from './bench/faults/control-plane.mjs';
import { strangers } from './bench/faults/strangers.mjs';

const parts = {
  'database-away': databaseAway,
  processes,
  'control-plane': controlPlane,
  strangers,
  'sqlite-locked': sqliteLocked,
  'disk-full': diskFull,
  'hostile-guests': hostileGuests,
  pairs,
  'mixed-load': mixedLoad,
};

await runParts(parts, { rounds: 3, pairs: 10_000, minutes: 30 });
