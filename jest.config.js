import { availableParallelism } from 'node:os';

export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/server', '<rootDir>/web'],
  modulePathIgnorePatterns: ['<rootDir>/web/.next'],
  testPathIgnorePatterns: ['/node_modules/', '/tests/stress/'], // what decides by memory or time: `npm run stress`
  extensionsToTreatAsEsm: ['.ts'],
  globalSetup: '<rootDir>/server/tests/support/global-setup.ts',
  globalTeardown: '<rootDir>/server/tests/support/global-teardown.ts',
  transform: {
    '\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
          target: 'es2023',
        },
        module: { type: 'es6' },
      },
    ],
  },
  maxWorkers: Math.ceil(availableParallelism() * 1.5), // suites wait for processes and databases for a part of their time
  silent: true,
  testTimeout: 180_000, // the most for one case, and no wait: a busy machine takes ten times as long
};
