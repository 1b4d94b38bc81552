import type { Problems } from '../errors.ts';
import type { UpdateUserInput } from './access.inputs.ts';
import { problemOfPassword, shortestSuperuserPassword } from './credentials-rules.ts';
import { Role } from './roles.ts';
import type { User } from './user.entity.ts';

/** The user whose password is checked, with the role that the change gives. */
type PasswordOwner = Pick<User, 'username' | 'role'>;

interface NewPassword {
  password: string | null | undefined;
  /** The input field that holds it. */
  field: string;
  problems: Problems;
}

/** Adds a problem to the field of a new password that breaks a rule, unless the field has a problem already. */
export function checkNewPassword(owner: PasswordOwner, { password, field, problems }: NewPassword): void {
  if (password == null || problems.at(field).any) return;
  const message = problemOfPassword(password, owner);
  if (message) problems.add(field, { code: 'BAD_USER_INPUT', message });
}

/**
 * The same for changes of a user. A user who becomes a super user needs a new password, since the length of the present
 * one cannot be read from its hash.
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
