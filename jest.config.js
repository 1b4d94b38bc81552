import { availableParallelism } from 'node:os';
import './server/tests/runner/module-hooks.mjs';

export default {
  roots: ['<rootDir>/server', '<rootDir>/web'],
  modulePathIgnorePatterns: ['<rootDir>/web/.next'],
  testPathIgnorePatterns: ['/node_modules/', '/tests/stress/'], // what decides by memory or time: `npm run stress`
  globalSetup: '<rootDir>/server/tests/support/global-setup.ts',
  globalTeardown: '<rootDir>/server/tests/support/global-teardown.ts',
  transform: {}, // Node.js loads TypeScript by the module hooks
  runner: '<rootDir>/server/tests/runner/runner.mjs',
  maxWorkers: Math.ceil(availableParallelism() * 1.5), // suites wait for processes and databases for a part of their time
  testTimeout: 180_000, // the most for one case, and no wait: a busy machine takes ten times as long
};
