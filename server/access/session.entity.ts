import type { Rel } from '@mikro-orm/core';
import { Entity, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType } from 'type-graphql';
import { BaseRecord } from '../database/record.ts';
import { sessionLimits, sessionRule } from './session-limits.ts';
import { User } from './user.entity.ts';

/** The maximum length of a stored User-Agent header, in characters. */
const maxUserAgent = 255;

/** The facts of a new session. */
interface SessionFacts {
  tokenHash: string;
  now: Date;
  address: string;
  userAgent: string | undefined;
}

/** The session of a person in one browser. Only a hash of its token is stored. */
@Entity()
@ObjectType({
  description: `The sign-in of a person in one browser. ${sessionRule}`,
  simpleResolvers: true,
})
export class Session extends BaseRecord {
  static readonly idPrefix = 'ses';

  @ManyToOne(() => User, { deleteRule: 'cascade', index: true })
  user: Rel<User>;

  @Property({ type: 'string', length: 64, unique: true, hidden: true })
  tokenHash: string;

  @Field(() => Date, { description: 'The latest time of expiry, regardless of use.' })
  @Property({ type: 'Date' })
  expiresAt: Date;

  @Field(() => Date, { nullable: true, description: 'The time of the last request, to the minute.' })
  @Property({ type: 'Date', nullable: true })
  lastUsedAt: Date | null;

  @Field(() => String, { description: 'The address from which the person signed in.' })
  @Property({ type: 'string', length: 45 })
  address: string;

  @Field(() => String, {
    nullable: true,
    description: `The browser that signed in, as it calls itself: the first ${maxUserAgent} characters.`,
  })
  @Property({ type: 'string', length: maxUserAgent, nullable: true })
  userAgent: string | null;

  constructor(user: User, given: SessionFacts) {
    super(Session.idPrefix);
    this.user = user;
    this.tokenHash = given.tokenHash;
    this.expiresAt = new Date(given.now.getTime() + sessionLimits.longestMs);
    this.lastUsedAt = given.now;
    this.address = given.address;
    this.userAgent = given.userAgent?.slice(0, maxUserAgent).toWellFormed() ?? null;
  }

  /** The time of its last request; if no use was ever stored, the time of its creation. */
  get usedAt(): Date {
    return this.lastUsedAt ?? this.createdAt;
  }

  /**
   * True while its user is signed in by it. A last use far in the future, from before the clock was set back, does not
   * count: the session would stay valid for that much longer.
   */
  isGood(now: Date): boolean {
    const sinceUse = Math.abs(now.getTime() - this.usedAt.getTime());
    return this.expiresAt > now && sinceUse < sessionLimits.idleMs;
  }

  get title() {
    return this.user.username;
  }
}
