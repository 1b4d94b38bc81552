import { Matches, ValidateNested } from 'class-validator';
import { Field, InputType } from 'type-graphql';
import { AtMost } from '../graphql/size-limits.ts';
import { DateTime } from '../graphql/scalars.ts';
import { HasCharacters, IfGiven } from '../graphql/validators.ts';

/**
 * AWS's names of roles, except those that a client cannot read: it takes `a=b` in a listing for a key with the index a,
 * and drops `.` and `..` from a URL.
 */
export const IsRoleName = (): PropertyDecorator => (target, property) => {
  IfGiven()(target, property);
  Matches(/^(?!\.{1,2}$)[A-Za-z0-9+,.@_-]{1,64}$/, {
    message:
      'A role name has 1 to 64 letters, digits and + , . @ _ - and is not "." or "..". AWS knows "=" as well, which clients take for a mark of their own.',
  })(target, property);
};

/** The error message does not contain the value. */
const IsSecretWord = (maxLength: number) =>
  Matches(new RegExp(`^[\\x21-\\x7e]{1,${maxLength}}$`), {
    message: `$property is 1 to ${maxLength} printable ASCII characters without blanks and line breaks.`,
  });

@InputType({ description: 'Temporary credentials of a role, as issued by AWS STS.' })
export class RoleCredentialsInput {
  @Field(() => String, { description: 'Served as `AccessKeyId`.' })
  @IsSecretWord(128)
  accessKeyId!: string;

  @Field(() => String, { description: 'Served as `SecretAccessKey`.' })
  @IsSecretWord(1024)
  secretAccessKey!: string;

  @Field(() => String, { description: 'Served as `Token`: the session token.' })
  @AtMost({ characters: 16_384 })
  @IsSecretWord(16384)
  token!: string;

  @Field(() => DateTime, { description: 'The time of expiry, in the future.' })
  expiration!: Date;

  @Field(() => DateTime, {
    nullable: true,
    description: 'The time of issue, served as `LastUpdated`; by default the time at which they are set.',
  })
  lastUpdated?: Date | null;
}

@InputType({ description: 'The reason why a role gives no credentials.' })
export class RoleFailureInput {
  @Field(() => String, {
    description: 'Served as `Code`, such as `AssumeRoleUnauthorizedAccess` or `InstanceProfileNotFound`.',
  })
  @Matches(/^(?!success$)[A-Za-z0-9._-]{1,128}$/i, {
    message:
      'A failure code has 1 to 128 letters and digits, as AssumeRoleUnauthorizedAccess, and is not Success.',
  })
  code!: string;

  @Field(() => String, { description: 'Served as `Message`: the reason in a sentence.' })
  @HasCharacters({ max: 1024 }, { message: 'A failure message has at most 1024 characters.' })
  message!: string;
}

/** The fields of a role other than its name. */
@InputType()
export class RoleChanges {
  @Field(() => String, {
    nullable: true,
    description:
      'Served as `InstanceProfileArn`; null for one made from the account of the instance and the name.',
  })
  @IfGiven()
  @Matches(/^(?=.{1,1024}$)arn:[^:\s]+:iam::\d{12}:instance-profile\/[\x21-\x7e]+$/, {
    message: 'Write the ARN as arn:aws:iam::123456789012:instance-profile/web.',
  })
  instanceProfileArn?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Served as `InstanceProfileId`; generated if not given.',
  })
  @IfGiven()
  @Matches(/^\w{16,128}$/, {
    message:
      'An instance profile id has 16 to 128 letters, digits and underscores, as AIPAVMQT32F2Q43IXV2TC.',
  })
  instanceProfileId?: string | null;

  @Field(() => RoleCredentialsInput, {
    nullable: true,
    description:
      'The credentials that instances get from now on; null removes them. New credentials end a failure, unless one is given too.',
  })
  @IfGiven()
  @ValidateNested()
  credentials?: RoleCredentialsInput | null;

  @Field(() => RoleFailureInput, {
    nullable: true,
    description:
      'The reason why instances get no credentials: those that are set are kept, but not served, until this is null.',
  })
  @IfGiven()
  @ValidateNested()
  failure?: RoleFailureInput | null;
}
