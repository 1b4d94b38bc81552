/** Sets the longest that a case of the suite that is loaded now may take, in milliseconds, as jest-circus reads it. */
export function setCaseTimeout(timeoutMs) {
  globalThis[Symbol.for('TEST_TIMEOUT_SYMBOL')] = timeoutMs;
}
