import { Entity, Enum, Property } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType } from 'type-graphql';
import { BaseRecord, Node } from '../database/record.ts';
import { Role } from './user.entity.ts';

/** What a script shows to be let in. Only a hash of it is kept. */
@Entity()
@ObjectType({ implements: Node, description: 'What a script shows to be let in.', simpleResolvers: true })
export class ApiToken extends BaseRecord implements Node {
  static readonly idPrefix = 'tok';

  @Field(() => String, { description: 'Its unique name.' })
  @Property({ type: 'string', length: 255, unique: true })
  name: string;

  @Field(() => Role, { description: 'What the script may do.' })
  @Enum({ items: () => Role })
  role: Role;

  @Field(() => Boolean, {
    description:
      'Whether an OPERATOR may give roles to instances and change those that have one; a SUPERUSER always may.',
  })
  @Property({ type: 'boolean', default: false })
  rolesAssign: boolean;

  @Field(() => String, { description: 'The first characters of the secret, to tell tokens apart.' })
  @Property({ type: 'string', length: 16 })
  prefix: string;

  @Property({ type: 'string', length: 64, unique: true, hidden: true })
  secretHash: string;

  @Field(() => Date, { nullable: true, description: 'From when on it is refused; never where null.' })
  @Property({ type: 'Date', nullable: true })
  expiresAt: Date | null;

  @Field(() => Date, { nullable: true, description: 'When it was last used, to the minute.' })
  @Property({ type: 'Date', nullable: true })
  lastUsedAt: Date | null = null;

  @Field(() => Date, { nullable: true, description: 'When it was revoked.' })
  @Property({ type: 'Date', nullable: true })
  revokedAt: Date | null = null;

  constructor(
    given: Pick<ApiToken, 'name' | 'role' | 'rolesAssign' | 'prefix' | 'secretHash' | 'expiresAt'>,
  ) {
    super(ApiToken.idPrefix);
    this.name = given.name;
    this.role = given.role;
    this.rolesAssign = given.rolesAssign;
    this.prefix = given.prefix;
    this.secretHash = given.secretHash;
    this.expiresAt = given.expiresAt;
  }

  get title() {
    return this.name;
  }

  isGood(now: Date): boolean {
    return this.revokedAt === null && (this.expiresAt === null || this.expiresAt > now);
  }
}
