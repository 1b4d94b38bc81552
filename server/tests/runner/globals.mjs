/** The functions that suites import from `@jest/globals`: jest's own, without the mocks that nothing here uses. */
import { jestExpect } from '@jest/expect';
import { ModernFakeTimers } from '@jest/fake-timers';
import { setCaseTimeout } from './case-timeout.mjs';

const timers = new ModernFakeTimers({ config: { fakeTimers: {} }, global: globalThis });

export { afterAll, afterEach, beforeAll, beforeEach, describe, it } from 'jest-circus';
export const expect = jestExpect;
export const jest = {
  setTimeout: setCaseTimeout,
  useFakeTimers: (config) => timers.useFakeTimers(config),
  useRealTimers: () => timers.useRealTimers(),
  advanceTimersByTime: (ms) => timers.advanceTimersByTime(ms),
  advanceTimersByTimeAsync: (ms) => timers.advanceTimersByTimeAsync(ms),
};
