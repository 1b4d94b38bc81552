/** Runs suites, one after the other, in a process that keeps the modules of the server for all of them. */
import { pathToFileURL } from 'node:url';
import { jestExpect } from '@jest/expect';
import * as circus from 'jest-circus';
import { setCaseTimeout } from './case-timeout.mjs';

let suites = 0;

/** An error that nobody caught fails the case that runs, or the suite between two cases; it does not end the process. */
function noteUncaught(error) {
  const { currentlyRunningTest, unhandledErrors } = circus.getState();
  (currentlyRunningTest?.errors ?? unhandledErrors).push(error);
}

process.on('uncaughtException', noteUncaught);
process.on('unhandledRejection', noteUncaught);

/**
 * Runs one suite. The suite itself is loaded anew each time, by a query that makes its URL unique.
 * @returns the results of its cases, with the times of its start and end in milliseconds since 1970
 */
export async function runSuite({ path, caseTimeoutMs, namePattern }) {
  const start = Date.now();
  circus.resetState();
  if (namePattern !== undefined) circus.getState().testNamePattern = new RegExp(namePattern, 'i');
  setCaseTimeout(caseTimeoutMs);
  jestExpect.setState({ testPath: path, suppressedErrors: [] });
  suites += 1;
  await import(`${pathToFileURL(path)}?suite=${suites}`);
  const { testResults, unhandledErrors } = await circus.run();
  return { start, end: Date.now(), cases: testResults, unhandledErrors: unhandledErrors.map(String) };
}
