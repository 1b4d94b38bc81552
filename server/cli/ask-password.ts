import { password } from '@inquirer/prompts';
import { longestPassword, passwordRule, shortestPassword } from '../access/credentials-rules.ts';
import { exitCodes, StartupError } from '../errors.ts';

const isGood = ({ length }: string) => length >= shortestPassword && length <= longestPassword;

/** Asks twice for a new password on the terminal. */
export async function askPassword(): Promise<string> {
  const first = await password({
    message: 'Password',
    mask: true,
    validate: (text) => isGood(text) || passwordRule,
  });
  await password({
    message: 'Again',
    mask: true,
    validate: (text) => text === first || 'This is another password.',
  });
  return first;
}

/** A password from the environment. @throws StartupError when it is missing or too short */
export function passwordFrom(variable: string): string {
  const text = process.env[variable] ?? '';
  if (isGood(text)) return text;
  throw new StartupError(`${variable} is missing or wrong. ${passwordRule}`, { exitCode: exitCodes.usage });
}
