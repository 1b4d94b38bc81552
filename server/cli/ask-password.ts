import { password } from '@inquirer/prompts';
import { problemOfPassword } from '../access/credentials-rules.ts';
import type { RoleName } from '../access/roles.ts';
import { exitCodes, StartupError } from '../errors.ts';

/** The owner of the new password: the rules for a good one depend on the user. */
interface PasswordOwner {
  username: string;
  role: RoleName;
}

/** @throws StartupError where nobody can be asked, with what to do instead */
export function expectTerminal(instead: string): void {
  if (process.stdin.isTTY) return;
  throw new StartupError(`There is no terminal to ask on: ${instead}.`, { exitCode: exitCodes.usage });
}

/** Asks twice for a new password on the terminal. */
export async function askPassword(owner: PasswordOwner): Promise<string> {
  const first = await password({
    message: 'Password',
    mask: true,
    validate: (text) => problemOfPassword(text, owner) ?? true,
  });
  await password({
    message: 'Again',
    mask: true,
    validate: (text) => text === first || 'This is another password.',
  });
  return first;
}

/** A password from the environment. @throws StartupError when it is missing or not good enough */
export function passwordFrom(variable: string, owner: PasswordOwner): string {
  const text = process.env[variable] ?? '';
  const problem = problemOfPassword(text, owner);
  if (problem === undefined) return text;
  throw new StartupError(`${variable} is missing or wrong. ${problem}`, { exitCode: exitCodes.usage });
}
