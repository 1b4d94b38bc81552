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
  description: 'Whether a token is taken, and if not, why.',
  valuesConfig: {
    ACTIVE: { description: 'It is taken.' },
    EXPIRED: { description: 'It is refused: its time is over.' },
    REVOKED: { description: 'It is refused: it was revoked.' },
    OWNER_DISABLED: { description: 'It is refused as long as the account of its owner is disabled.' },
    OWNER_DELETED: { description: 'It is refused: the account of its owner is gone.' },
  },
});

/** The credential of a script. Only a hash of its secret is stored. */
@Entity()
@ObjectType({ implements: Node, description: 'What a script shows to be let in.', simpleResolvers: true })
export class ApiToken extends BaseRecord implements Node {
  static readonly idPrefix = 'tok';

  @Field(() => String, { description: 'Its unique name.' })
  @Property({ type: 'string', length: 255, unique: true })
  name: string;

  @Field(() => Role, {
    description: 'What the script may do; never more than the owner of the token may at that moment.',
  })
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

  /** The user who made it, or whose token made it; null if the command line did, and once the account is gone. */
  @ManyToOne(() => User, { nullable: true, deleteRule: 'set null', index: true })
  owner: Rel<User> | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The user name of its owner, also once the account is gone; null for one of the command line.',
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
