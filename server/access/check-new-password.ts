import type { Problems } from '../errors.ts';
import type { UpdateUserInput } from './access.inputs.ts';
import { problemOfPassword, shortestSuperuserPassword } from './credentials-rules.ts';
import { Role, type User } from './user.entity.ts';

/** The user whose password is checked, as they are or will be. */
type PasswordOwner = Pick<User, 'username' | 'role'>;

interface NewPassword {
  password: string | null | undefined;
  /** The field of the input that it is given in. */
  field: string;
  problems: Problems;
}

/** Adds what is wrong with a new password to its field; a field that has a problem already gets no other one. */
export function checkNewPassword(owner: PasswordOwner, { password, field, problems }: NewPassword): void {
  if (password == null || problems.at(field).any) return;
  const message = problemOfPassword(password, owner);
  if (message) problems.add(field, { code: 'BAD_USER_INPUT', message });
}

/**
 * The same for changes of a user. Who becomes a super user needs a new password, since how long the present one is cannot
 * be read from its hash.
 */
export function checkChangedPassword(user: User, input: UpdateUserInput, problems: Problems): void {
  const role = input.role ?? user.role;
  const isPromoted = role === Role.SUPERUSER && user.role !== Role.SUPERUSER;
  checkNewPassword(
    { username: user.username, role },
    { password: input.password, field: 'password', problems },
  );
  if (isPromoted && input.password == null && !problems.at('password').any)
    problems.add('password', {
      code: 'BAD_USER_INPUT',
      message: `A super user has a password of at least ${shortestSuperuserPassword} characters, and nobody can tell how long the present one is.`,
      hint: 'Give a new password in the same call. It signs the user out everywhere.',
    });
}
