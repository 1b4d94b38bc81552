/** What suites import as `@jest/globals`: jest's own functions, without the mocks that nothing here uses. */
import { jestExpect } from '@jest/expect';
import { setCaseTimeout } from './case-timeout.mjs';

export { afterAll, afterEach, beforeAll, beforeEach, describe, it } from 'jest-circus';
export const expect = jestExpect;
export const jest = { setTimeout: setCaseTimeout };
