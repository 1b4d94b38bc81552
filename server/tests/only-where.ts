/** Tests that need something of the machine: skipped, with the reason in the title, where it is missing. */
import { describe } from '@jest/globals';

/** Groups tests as `describe` does where their requirement is met; elsewhere they are skipped, with the reason in the title. */
export function onlyWhere(isThere: boolean, reason: string): (subject: string, tests: () => void) => void {
  // jest knows no reason for a skip, and a test that needs /proc or openssl cannot pass without
  const suite = isThere ? describe : describe.skip;
  return (subject, tests) => suite(isThere ? subject : `${subject} (skipped: ${reason})`, tests);
}
