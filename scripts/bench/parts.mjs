/** Runs the parts of a benchmark one after another, in a folder of its own, and prints one table of the results. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { stormIn, reasonToSkip } from './kit.mjs';

/**
 * Runs the parts that `--only PART,...` names, or all. Each gets the numbers given as options (`counts` has them with
 * their defaults), a folder and the load generator, and returns rows. A missed `must` makes the exit status 1.
 */
export async function runParts(parts, counts) {
  const why = reasonToSkip();
  if (why) return console.log(`SKIPPED: ${why}`);
  const options = Object.fromEntries(
    Object.entries({ ...counts, only: Object.keys(parts).join(',') }).map(([name, value]) => [
      name,
      { type: 'string', default: `${value}` },
    ]),
  );
  const { only, ...given } = parseArgs({ options }).values;
  const folder = mkdtempSync(join(tmpdir(), 'cloudmeta-bench-'));
  chmodSync(folder, 0o755); // nginx reads in it as another user
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));
  const numbers = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, Number(value)]));
  const rows = await rowsOf(parts, only.split(','), { folder, storm: stormIn(folder), ...numbers });
  process.exit(rows.some((row) => reached(row) === 'MISSED') ? 1 : 0);
}

async function rowsOf(parts, names, context) {
  const rows = [];
  for (const name of names) {
    console.log(`\n== ${name}`);
    const found = await parts[name](context);
    for (const row of found) console.log(line(row));
    rows.push(...found);
  }
  console.log('\n| what | measured | must | aim | reached |\n| --- | --- | --- | --- | --- |');
  for (const row of rows) console.log(line(row));
  return rows;
}

function line({ what, value, must, aim, show = String, skipped, ...rest }) {
  if (skipped) return `| ${what} | SKIPPED: ${skipped} | | | |`;
  const bounds = [must, aim].map((bound) => (bound === undefined ? '' : show(bound)));
  return `| ${what} | ${show(value)} | ${bounds.join(' | ')} | ${reached({ value, must, aim, ...rest })} |`;
}

function reached({ value, must, aim, isMore = false, skipped }) {
  if (skipped) return '';
  const reaches = (bound) => {
    if (typeof bound === 'string') return value === bound;
    return bound !== undefined && (isMore ? value >= bound : value <= bound);
  };
  if (reaches(aim)) return 'aim';
  if (reaches(must)) return 'must';
  return must === undefined ? 'not the aim' : 'MISSED';
}
