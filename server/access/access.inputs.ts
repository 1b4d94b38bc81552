import { Matches } from 'class-validator';
import { ArgsType, Field, InputType } from 'type-graphql';
import { ExistingInput, WriteInput } from '../graphql/input-types.ts';
import { PageArgs } from '../graphql/page.ts';
import { DateTime, Ref } from '../graphql/scalars.ts';
import { HasCharacters, IfGiven, IsName } from '../graphql/validators.ts';
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
  HasCharacters({ min: shortestPassword, max: longestPassword }, { message: passwordRule })(target, property);
};

@InputType({ description: 'The input to sign in.' })
export class SignInInput {
  @Field(() => String, { description: 'The user name.' })
  @HasCharacters({ max: longestUsername }, { message: usernameRule })
  username!: string;
  @Field(() => String, { description: 'The password.' })
  @HasCharacters({ max: longestPassword }, { message: passwordRule })
  password!: string;
}

@InputType({ description: 'The input to change the password of the caller.' })
export class ChangePasswordInput {
  @Field(() => String, { description: 'The current password.' })
  @HasCharacters({ max: longestPassword }, { message: passwordRule })
  currentPassword!: string;
  @Field(() => String, { description: `The new password. ${passwordRules}` })
  @IsPassword()
  newPassword!: string;
}

@InputType({ description: 'The input to create a user, who may then sign in.' })
export class CreateUserInput extends WriteInput {
  @Field(() => String, { description: 'The unique name to sign in with.' })
  @Matches(usernamePattern, { message: usernameRule })
  username!: string;
  @Field(() => String, { description: `The password. ${passwordRules}` })
  @IsPassword()
  password!: string;
  @Field(() => Role, { defaultValue: Role.VIEWER, description: 'The role of the user.' })
  role!: Role;
  @Field(() => Boolean, {
    defaultValue: false,
    description: 'True if an OPERATOR may assign roles to instances and change instances that have one.',
  })
  rolesAssign!: boolean;
}

@InputType({
  description:
    'The input to update a user; fields not given stay unchanged. A new password or disabling signs the user out; a new role applies from the next request on.',
})
export class UpdateUserInput extends ExistingInput {
  @Field(() => Role, {
    nullable: true,
    description: 'The role of the user. A user who becomes SUPERUSER needs a new password in the same call.',
  })
  role?: Role | null;
  @Field(() => Boolean, {
    nullable: true,
    description: 'True if an OPERATOR may assign roles to instances and change instances that have one.',
  })
  rolesAssign?: boolean | null;
  @Field(() => Boolean, { nullable: true, description: 'True if signing in is refused.' })
  disabled?: boolean | null;
  @Field(() => String, { nullable: true, description: `The new password. ${passwordRules}` })
  @IsPassword()
  password?: string | null;
}

@InputType({
  description:
    'The input to create a token for a script. Its owner is the caller, or the owner of the token that the caller uses.',
})
export class CreateApiTokenInput extends WriteInput {
  @Field(() => String, { description: 'The unique name.' })
  @IsName()
  name!: string;
  @Field(() => Role, { description: 'The role of the script.' })
  role!: Role;
  @Field(() => Boolean, {
    defaultValue: false,
    description: 'True if an OPERATOR may assign roles to instances and change instances that have one.',
  })
  rolesAssign!: boolean;
  @Field(() => DateTime, {
    nullable: true,
    description: `The time of expiry, in the future; by default in ${defaultTokenDays} days.`,
  })
  expiresAt?: Date | null;
  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'True for a token that never expires. It must be set explicitly: a lost token is valid until it is revoked.',
  })
  never!: boolean;
}

@InputType({ description: 'The input to revoke a token.' })
export class RevokeApiTokenInput extends ExistingInput {}

@InputType({ description: 'The input to end a session.' })
export class RevokeSessionInput extends ExistingInput {}

@InputType({ description: 'The input to end the sessions of a user.' })
export class RevokeSessionsInput extends WriteInput {
  @Field(() => Ref, {
    nullable: true,
    description: sessionsOfOthers('users:write'),
  })
  user?: string | null;
  @Field(() => Boolean, {
    defaultValue: false,
    description: 'True to end the session of this request too, which signs out this browser.',
  })
  includingCurrent!: boolean;
}

@ArgsType()
export class SessionArgs extends PageArgs {
  @Field(() => Ref, {
    nullable: true,
    description: sessionsOfOthers('users:read'),
  })
  user?: string | null;
}

function sessionsOfOthers(permission: Permission): string {
  return `The user; by default the caller. The permission ${permission} is needed for other users.`;
}
