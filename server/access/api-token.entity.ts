import type { Rel } from '@mikro-orm/core';
import { Entity, Enum, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { BaseRecord, Node } from '../database/record.ts';
import { Role } from './roles.ts';
import { User } from './user.entity.ts';

export enum ApiTokenState {
  ACTIVE = 'ACTIVE',
  EXPIRED = 'EXPIRED',
  REVOKED = 'REVOKED',
  OWNER_DISABLED = 'OWNER_DISABLED',
  OWNER_DELETED = 'OWNER_DELETED',
}

registerEnumType(ApiTokenState, {
  name: 'ApiTokenState',
  description: 'The possible states of a token: accepted, or the reason why it is refused.',
  valuesConfig: {
    ACTIVE: { description: 'The token is accepted.' },
    EXPIRED: { description: 'The token is refused: it has expired.' },
    REVOKED: { description: 'The token is refused: it was revoked.' },
    OWNER_DISABLED: { description: 'The token is refused as long as the account of its owner is disabled.' },
    OWNER_DELETED: { description: 'The token is refused: the account of its owner is gone.' },
  },
});

/** The credential of a script. Only a hash of its secret is stored. */
@Entity()
@ObjectType({
  implements: Node,
  description: 'An API token, the credential of a script.',
  simpleResolvers: true,
})
export class ApiToken extends BaseRecord implements Node {
  static readonly idPrefix = 'tok';

  @Field(() => String, { description: 'The unique name.' })
  @Property({ type: 'string', length: 255, unique: true })
  name: string;

  @Field(() => Role, {
    description: 'The role of the script, limited to what the owner of the token may do at that time.',
  })
  @Enum({ items: () => Role })
  role: Role;

  @Field(() => Boolean, {
    description:
      'True if an OPERATOR may assign roles to instances and change instances that have one; a SUPERUSER always may.',
  })
  @Property({ type: 'boolean', default: false })
  rolesAssign: boolean;

  @Field(() => String, { description: 'The first characters of the secret, to distinguish tokens.' })
  @Property({ type: 'string', length: 16 })
  prefix: string;

  @Property({ type: 'string', length: 64, unique: true, hidden: true })
  secretHash: string;

  @Field(() => Date, { nullable: true, description: 'The time of expiry; null if the token never expires.' })
  @Property({ type: 'Date', nullable: true })
  expiresAt: Date | null;

  @Field(() => Date, { nullable: true, description: 'The time of the last use, to the minute.' })
  @Property({ type: 'Date', nullable: true })
  lastUsedAt: Date | null = null;

  @Field(() => Date, { nullable: true, description: 'The time of revocation.' })
  @Property({ type: 'Date', nullable: true })
  revokedAt: Date | null = null;

  /** The user who made it, or whose token made it; null if the command line did, and once the account is gone. */
  @ManyToOne(() => User, { nullable: true, deleteRule: 'set null', index: true })
  owner: Rel<User> | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The user name of the owner, also once the account is gone; null for a token created on the command line.',
  })
  @Property({ type: 'string', length: 150, nullable: true })
  ownerName: string | null;

  constructor(given: ApiTokenFacts & Pick<ApiToken, 'prefix' | 'secretHash'>) {
    super(ApiToken.idPrefix);
    this.name = given.name;
    this.role = given.role;
    this.rolesAssign = given.rolesAssign;
    this.prefix = given.prefix;
    this.secretHash = given.secretHash;
    this.expiresAt = given.expiresAt;
    this.owner = given.owner;
    this.ownerName = given.owner?.username ?? null;
  }

  get title() {
    return this.name;
  }

  /** Returns its state at a moment; `owner` must be loaded. */
  stateAt(now: Date): ApiTokenState {
    if (this.revokedAt !== null) return ApiTokenState.REVOKED;
    if (this.owner === null && this.ownerName !== null) return ApiTokenState.OWNER_DELETED;
    if (this.owner?.disabled) return ApiTokenState.OWNER_DISABLED;
    const isOver = this.expiresAt !== null && this.expiresAt <= now;
    return isOver ? ApiTokenState.EXPIRED : ApiTokenState.ACTIVE;
  }
}

/** The properties of a new token. */
export type ApiTokenFacts = Pick<ApiToken, 'name' | 'role' | 'rolesAssign' | 'expiresAt' | 'owner'>;
