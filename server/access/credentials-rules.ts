import { countCharacters } from '../graphql/characters.ts';
import type { RoleName } from './roles.ts';

export const shortestPassword = 8;
export const longestPassword = 1024;
export const passwordRule = `A password has ${shortestPassword} to ${longestPassword} characters.`;
export const shortestSuperuserPassword = 12;
export const superuserPasswordRule = `The password of a super user has ${shortestSuperuserPassword} to ${longestPassword} characters and is not the user name.`;

/** Returns the rule that a new password breaks, in a sentence; undefined if it breaks none. */
export function problemOfPassword(
  password: string,
  { username, role }: { username: string; role: RoleName },
): string | undefined {
  const isSuperuser = role === 'SUPERUSER';
  const shortest = isSuperuser ? shortestSuperuserPassword : shortestPassword;
  const length = countCharacters(password);
  const isName = isSuperuser && withoutCase(password) === withoutCase(username);
  if (length >= shortest && length <= longestPassword && !isName) return undefined;
  return isSuperuser ? superuserPasswordRule : passwordRule;
}

const withoutCase = (text: string) => text.normalize('NFKC').toLowerCase();

/** The width of its column. */
export const longestUsername = 150;
export const usernamePattern = /^[\p{L}\p{N}][\p{L}\p{N}@.+_-]{0,149}$/u;
export const usernameRule =
  'A user name has 1 to 150 letters, digits and @ . + - _, and begins with a letter or digit.';
