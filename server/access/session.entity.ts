import type { Rel } from '@mikro-orm/core';
import { Entity, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { BaseRecord } from '../database/record.ts';
import { User } from './user.entity.ts';

/** That a person is signed in, in one browser. Only a hash of its token is kept. */
@Entity()
export class Session extends BaseRecord {
  static readonly idPrefix = 'ses';

  @ManyToOne(() => User, { deleteRule: 'cascade', index: true })
  user: Rel<User>;

  @Property({ type: 'string', length: 64, unique: true, hidden: true })
  tokenHash: string;

  @Property({ type: 'Date' })
  expiresAt: Date;

  @Property({ type: 'string', length: 45 })
  address: string;

  @Property({ type: 'string', length: 255, nullable: true })
  userAgent: string | null;

  constructor(user: User, given: Pick<Session, 'tokenHash' | 'expiresAt' | 'address' | 'userAgent'>) {
    super(Session.idPrefix);
    this.user = user;
    this.tokenHash = given.tokenHash;
    this.expiresAt = given.expiresAt;
    this.address = given.address;
    this.userAgent = given.userAgent;
  }

  get title() {
    return this.user.username;
  }
}
