/** Tests that need something of the machine: if it is missing, they are skipped, with the reason in the title. */
import { describe } from '@jest/globals';

/** Groups tests as `describe` does if their requirement is met; otherwise skips them, with the reason in the title. */
export function onlyWhere(isThere: boolean, reason: string): (subject: string, tests: () => void) => void {
  // jest has no reasons for skips, and a test that needs /proc or openssl cannot pass without it
  const suite = isThere ? describe : describe.skip;
  return (subject, tests) => suite(isThere ? subject : `${subject} (skipped: ${reason})`, tests);
}
