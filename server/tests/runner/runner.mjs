/**
 * Runs the suites for jest in plain Node.js processes, one for each worker. Jest's own runner evaluates all modules anew
 * for every suite, in a context whose code has to warm up again: that took half of the time of the whole set. Suites
 * share modules therefore, and no suite may leave anything in them that another one could notice.
 */
import { Worker } from 'jest-worker';
import { resultOf } from './result.mjs';

const moduleHooks = new URL('module-hooks.mjs', import.meta.url).href;

export default class Runner {
  supportsEventEmitters = false;
  isSerial = false;

  constructor(globalConfig) {
    this.globalConfig = globalConfig;
  }

  async runTests(tests, _watcher, ...report) {
    const [onStart, onResult, onFailure] = report;
    const { maxWorkers, testNamePattern: namePattern } = this.globalConfig;
    const waiting = [...tests];
    const workers = new Worker(new URL('run-suite.mjs', import.meta.url), {
      exposedMethods: ['runSuite'],
      numWorkers: maxWorkers,
      forkOptions: { execArgv: ['--import', moduleHooks, '--enable-source-maps', '--no-deprecation'] },
    });
    const runOne = async (test) => {
      await onStart(test);
      const { path, context } = test;
      try {
        const ran = await workers.runSuite({ path, caseTimeoutMs: context.config.testTimeout, namePattern });
        await onResult(test, resultOf(path, ran));
      } catch (error) {
        await onFailure(test, { message: error.message, stack: error.stack });
      }
    };
    const runOn = async () => {
      for (let test = waiting.shift(); test !== undefined; test = waiting.shift()) await runOne(test);
    };
    await Promise.all(Array.from({ length: maxWorkers }, runOn));
    await workers.end();
  }
}
