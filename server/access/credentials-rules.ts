import type { Role } from './permission.ts';

export const shortestPassword = 8;
export const longestPassword = 1024;
export const passwordRule = `A password has ${shortestPassword} to ${longestPassword} characters.`;
export const shortestSuperuserPassword = 12;
export const superuserPasswordRule = `The password of a super user has ${shortestSuperuserPassword} to ${longestPassword} characters and is not the user name.`;

/** The fault of a new password, in a sentence; undefined where there is none. */
export function problemOfPassword(
  password: string,
  { username, role }: { username: string; role: Role },
): string | undefined {
  const isSuperuser = role === 'SUPERUSER';
  const shortest = isSuperuser ? shortestSuperuserPassword : shortestPassword;
  const { length } = Array.from(password);
  const isName = isSuperuser && withoutCase(password) === withoutCase(username);
  if (length >= shortest && length <= longestPassword && !isName) return undefined;
  return isSuperuser ? superuserPasswordRule : passwordRule;
}

const withoutCase = (text: string) => text.normalize('NFKC').toLowerCase();

/** As wide as its column. */
export const longestUsername = 150;
export const usernamePattern = /^[\p{L}\p{N}][\p{L}\p{N}@.+_-]{0,149}$/u;
export const usernameRule =
  'A user name has 1 to 150 letters, digits and @ . + - _, and begins with a letter or digit.';
