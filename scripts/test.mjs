/**
 * Runs all checks, the cheapest stage first; stops at the first stage that fails. Extra arguments go to jest:
 * `npm test -- tree.test.ts`. The last line is `N passed, N failed`.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './setup/run.mjs';

const RESULTS = join(root, '.cache', 'jest.json');
const FLOORS = [
  '--config',
  '.dependency-cruiser.cjs',
  '--output-type',
  'err-long',
  'server',
  'web',
  'migrations',
];

const STAGES = [
  ['Format', tool('oxfmt'), '--check', '.'],
  ['Lint', tool('oxlint'), '--quiet'],
  ['Floors', tool('depcruise'), ...FLOORS],
  ['Types of the server', tool('tsc'), '-p', 'tsconfig.json', '--noEmit', '--incremental', 'false'],
  ['Types of the admin', tool('tsc'), '-p', 'web/tsconfig.json', '--noEmit', '--incremental', 'false'],
  ['Tests', tool('jest'), '--json', `--outputFile=${RESULTS}`, ...process.argv.slice(2)],
];

function tool(name) {
  return join('node_modules', '.bin', name);
}

/** The last line, from jest's results; a test file that could not run counts as one failure. */
function totals() {
  const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites, numPendingTests } = JSON.parse(
    readFileSync(RESULTS, 'utf8'),
  );
  const skipped = numPendingTests > 0 ? `, ${numPendingTests} skipped` : '';
  return `${numPassedTests} passed, ${numFailedTests + numRuntimeErrorTestSuites} failed${skipped}`;
}

function runStages() {
  for (const [title, ...args] of STAGES) {
    console.log(`\n== ${title}`);
    const { status, signal } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
    if (status !== 0) {
      console.log(`\n${title}: failed (${signal ?? `exit code ${status}`})`);
      return status ?? 1;
    }
  }
  return 0;
}

mkdirSync(join(root, '.cache'), { recursive: true });
rmSync(RESULTS, { force: true });
process.exitCode = runStages();
try {
  console.log(totals());
} catch {
  console.log('0 passed, 1 failed'); // a stage before jest failed, reported above
}
