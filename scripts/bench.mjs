/**
 * Measures the built product beside its peers, rounds in turn so that noise hits all alike, and prints a table of what
 * it must and should reach. `--rounds N` (5), `--many N` machines registered (100,000), `--only PART,...` of the parts.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { stormIn, whyNot } from './bench/kit.mjs';
import { againstPeers } from './bench/rows/against-peers.mjs';
import { changes } from './bench/rows/changes.mjs';
import { manyAtOnce } from './bench/rows/many-at-once.mjs';
import { registered } from './bench/rows/registered.mjs';

const PARTS = { 'against-peers': againstPeers, 'many-at-once': manyAtOnce, registered, changes };

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    many: { type: 'string', default: '100000' },
    only: { type: 'string', default: Object.keys(PARTS).join(',') },
  },
});

async function main(folder) {
  const context = {
    folder,
    storm: stormIn(folder),
    rounds: Number(values.rounds),
    many: Number(values.many),
  };
  const rows = [];
  for (const part of values.only.split(',')) {
    console.log(`\n== ${part}`);
    rows.push(...(await PARTS[part](context)));
  }
  print(rows);
}

function print(rows) {
  console.log('\n| what | measured | must | aim | reached |\n| --- | --- | --- | --- | --- |');
  for (const { what, value, must, aim, isMore = false, show = String } of rows) {
    if (value === undefined) console.log(`| ${what} | SKIPPED: that peer is not installed | | | |`);
    else {
      const reaches = (bound) => bound !== undefined && (isMore ? value >= bound : value <= bound);
      const reached = reaches(aim) ? 'aim' : reaches(must) ? 'must' : 'MISSED';
      const cells = [must, aim].map((bound) => (bound === undefined ? '' : show(bound)));
      console.log(`| ${what} | ${show(value)} | ${cells.join(' | ')} | ${reached} |`);
    }
  }
}

const why = whyNot();
if (why) console.log(`SKIPPED bench: ${why}`);
else {
  const folder = mkdtempSync(join(tmpdir(), 'cloudmeta-bench-'));
  chmodSync(folder, 0o755); // nginx reads in it as another user
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  process.once('SIGINT', () => process.exit(130));
  await main(folder);
  process.exit();
}
