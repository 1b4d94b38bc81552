/**
 * Measures the built product beside its peers, in alternating rounds so that noise affects all alike, and prints a
 * table with required and desired values. `--rounds N`, `--many N` machines registered, `--only PART,...` of the parts.
 */
import { runParts } from './bench/parts.mjs';
import { againstPeers } from './bench/rows/against-peers.mjs';
import { bulk } from './bench/rows/bulk.mjs';
import { changes } from './bench/rows/changes.mjs';
import { manyAtOnce } from './bench/rows/many-at-once.mjs';
import { registered } from './bench/rows/registered.mjs';

const parts = { 'against-peers': againstPeers, 'many-at-once': manyAtOnce, registered, changes, bulk };

await runParts(parts, { rounds: 5, many: 100_000 });
