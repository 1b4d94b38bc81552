import { PrimaryKeyProp, type Rel } from '@mikro-orm/core';
import { Entity, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { User } from './user.entity.ts';

/** A link from which a user has signed in. It is an observation, not a change of the user. */
@Entity()
export class SignInLink {
  [PrimaryKeyProp]?: ['user', 'link'];

  @ManyToOne(() => User, { primary: true, deleteRule: 'cascade' })
  user!: Rel<User>;

  /** An IPv4 address, or a /64 of IPv6. */
  @PrimaryKey({ type: 'string', length: 45 })
  link!: string;

  @Property({ type: 'Date' })
  lastAt!: Date;
}
