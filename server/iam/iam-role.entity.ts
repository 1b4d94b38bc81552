import { randomInt } from 'node:crypto';
import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType } from 'type-graphql';
import { BaseRecord, Node } from '../database/record.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** An instance profile id in AWS's form: `AIPA` and 17 letters and digits. */
const newProfileId = () =>
  `AIPA${Array.from({ length: 17 }, () => alphabet[randomInt(alphabet.length)]).join('')}`;

/** A role that instances act as, with the temporary credentials that they get for it. */
@Entity()
@ObjectType({ implements: Node, description: 'A role that instances can assume.', simpleResolvers: true })
export class IamRole extends BaseRecord implements Node {
  static readonly idPrefix = 'role';
  /**
   * The properties that decide the values served to the machines that share one; not its credentials, which change every
   * few hours.
   */
  static readonly sharedProperties = [
    'name',
    'givenProfileArn',
    'instanceProfileId',
    'failureCode',
    'failureMessage',
  ];

  @Field(() => String, { description: 'The unique name, as listed in `iam/security-credentials`.' })
  @Property({ type: 'string', length: 64, unique: true })
  name: string;

  /** Null if the ARN is derived from the account of the instance and the name. */
  @Property({ type: 'text', nullable: true })
  givenProfileArn: string | null = null;

  @Field(() => String, { description: 'Served as `InstanceProfileId`.' })
  @Property({ type: 'string', length: 128 })
  instanceProfileId: string = newProfileId();

  /** The credentials as encrypted JSON; null while none are set. */
  @Property({ type: 'text', nullable: true, hidden: true })
  sealedCredentials: string | null = null;

  @Field(() => Date, {
    nullable: true,
    description: 'The time at which the credentials expire; null while none are set.',
  })
  @Property({ type: 'Date', nullable: true })
  credentialsExpireAt: Date | null = null;

  @Field(() => Date, {
    description: 'The time of the last change to what the instances get, served as `LastUpdated`.',
  })
  @Property({ type: 'Date' })
  credentialsUpdatedAt: Date = this.createdAt;

  @Field(() => String, {
    nullable: true,
    description:
      'The reason why instances get no credentials, such as `AssumeRoleUnauthorizedAccess`; null if they do.',
  })
  @Property({ type: 'string', length: 128, nullable: true })
  failureCode: string | null = null;

  @Field(() => String, { nullable: true, description: 'The reason in a sentence.' })
  @Property({ type: 'text', nullable: true })
  failureMessage: string | null = null;

  constructor(name: string) {
    super(IamRole.idPrefix);
    this.name = name;
  }

  @Field(() => String, {
    nullable: true,
    description:
      'Served as `InstanceProfileArn`; null for one made from the account of the instance and the name.',
  })
  get instanceProfileArn(): string | null {
    return this.givenProfileArn;
  }

  /** Serves instances a failure instead of credentials, or with null the credentials that are set. */
  setFailure(failure: { code: string; message: string } | null, at: Date): void {
    const { code, message } = failure ?? { code: null, message: null };
    if (code === this.failureCode && message === this.failureMessage) return;
    this.failureCode = code;
    this.failureMessage = message;
    this.credentialsUpdatedAt = at;
  }

  get title() {
    return this.name;
  }
}
