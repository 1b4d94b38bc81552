import { Matches, MaxLength, MinLength } from 'class-validator';
import { ArgsType, Field, InputType } from 'type-graphql';
import { ExistingInput, WriteInput } from '../graphql/input-types.ts';
import { PageArgs } from '../graphql/page.ts';
import { DateTime, Ref } from '../graphql/scalars.ts';
import { IfGiven, IsName } from '../graphql/validators.ts';
import {
  longestPassword,
  longestUsername,
  passwordRule,
  shortestPassword,
  superuserPasswordRule,
  usernamePattern,
  usernameRule,
} from './credentials-rules.ts';
import { defaultTokenDays } from './token-expiry.ts';
import type { Permission } from './permission.ts';
import { Role } from './roles.ts';

/** Both rules, for descriptions in the schema. */
const passwordRules = `${passwordRule} ${superuserPasswordRule}`;

const IsPassword = (): PropertyDecorator => (target, property) => {
  IfGiven()(target, property);
  MinLength(shortestPassword, { message: passwordRule })(target, property);
  MaxLength(longestPassword, { message: passwordRule })(target, property);
};

@InputType({ description: 'A user name and its password.' })
export class SignInInput {
  @Field(() => String, { description: 'The user name.' })
  @MaxLength(longestUsername, { message: usernameRule })
  username!: string;
  @Field(() => String, { description: 'The password.' })
  @MaxLength(longestPassword, { message: passwordRule })
  password!: string;
}

@InputType({ description: 'A new password for the person who asks.' })
export class ChangePasswordInput {
  @Field(() => String, { description: 'The present password.' })
  @MaxLength(longestPassword, { message: passwordRule })
  currentPassword!: string;
  @Field(() => String, { description: `The new password. ${passwordRules}` })
  @IsPassword()
  newPassword!: string;
}

@InputType({ description: 'A person who may sign in.' })
export class CreateUserInput extends WriteInput {
  @Field(() => String, { description: 'The unique name to sign in with.' })
  @Matches(usernamePattern, { message: usernameRule })
  username!: string;
  @Field(() => String, { description: `The password. ${passwordRules}` })
  @IsPassword()
  password!: string;
  @Field(() => Role, { defaultValue: Role.VIEWER, description: 'What the user may do.' })
  role!: Role;
  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Whether an OPERATOR may give roles to instances and change those that have one.',
  })
  rolesAssign!: boolean;
}

@InputType({
  description:
    'Changes of a user: what is not given stays. A new password or disabling signs the user out; another role holds from the next request on.',
})
export class UpdateUserInput extends ExistingInput {
  @Field(() => Role, {
    nullable: true,
    description: 'What the user may do. Who becomes SUPERUSER needs a new password in the same call.',
  })
  role?: Role | null;
  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether an OPERATOR may give roles to instances and change those that have one.',
  })
  rolesAssign?: boolean | null;
  @Field(() => Boolean, { nullable: true, description: 'Whether signing in is refused.' })
  disabled?: boolean | null;
  @Field(() => String, { nullable: true, description: `A new password. ${passwordRules}` })
  @IsPassword()
  password?: string | null;
}

@InputType({
  description: 'A token for a script. Its owner is who asks, or the owner of the token that asks.',
})
export class CreateApiTokenInput extends WriteInput {
  @Field(() => String, { description: 'Its unique name.' })
  @IsName()
  name!: string;
  @Field(() => Role, { description: 'What the script may do.' })
  role!: Role;
  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Whether an OPERATOR may give roles to instances and change those that have one.',
  })
  rolesAssign!: boolean;
  @Field(() => DateTime, {
    nullable: true,
    description: `From when on it is refused, a moment that lies ahead; in ${defaultTokenDays} days where none is given.`,
  })
  expiresAt?: Date | null;
  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Whether it never expires, which has to be said: a lost one is good until it is revoked.',
  })
  never!: boolean;
}

@InputType({ description: 'A token to revoke.' })
export class RevokeApiTokenInput extends ExistingInput {}

@InputType({ description: 'A session to end.' })
export class RevokeSessionInput extends ExistingInput {}

@InputType({ description: 'Whose sessions to end.' })
export class RevokeSessionsInput extends WriteInput {
  @Field(() => Ref, {
    nullable: true,
    description: `${sessionsOfOthers('users:write')}; of the caller where none is given.`,
  })
  user?: string | null;
  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Whether the session that asks ends too, which signs out here.',
  })
  includingCurrent!: boolean;
}

@ArgsType()
export class SessionArgs extends PageArgs {
  @Field(() => Ref, {
    nullable: true,
    description: `${sessionsOfOthers('users:read')}; of the caller where none is given.`,
  })
  user?: string | null;
}

function sessionsOfOthers(permission: Permission): string {
  return `Of this user, which of others needs the permission ${permission}`;
}
