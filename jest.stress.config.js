import tests from './jest.config.js';

/** Suites that decide by memory, by time or by large numbers: one at a time, on a machine that does nothing else. */
export default {
  ...tests,
  roots: ['<rootDir>/server/tests/stress'],
  testPathIgnorePatterns: ['/node_modules/'],
  maxWorkers: 1,
};
