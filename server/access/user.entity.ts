import { Entity, Enum, Property } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { BaseRecord, Node } from '../database/record.ts';
import { Role } from './roles.ts';

registerEnumType(Role, {
  name: 'Role',
  description: 'The possible roles of users and tokens, which decide what they may do.',
  valuesConfig: {
    VIEWER: { description: 'Reads everything except users, tokens and their history.' },
    AUDITOR: {
      description:
        'Reads like VIEWER, and also users, tokens and all history, but no contents of user-data and custom metadata.',
    },
    OPERATOR: {
      description: 'Reads like VIEWER, and changes instances, keys, user-data, networks and roles.',
    },
    SUPERUSER: {
      description: 'Reads and changes like OPERATOR, and also users and tokens; assigns roles to instances.',
    },
  },
});

/** A person who signs in to the admin. */
@Entity()
@ObjectType({ implements: Node, description: 'A person who signs in to the admin.', simpleResolvers: true })
export class User extends BaseRecord implements Node {
  static readonly idPrefix = 'usr';

  @Field(() => String, { description: 'The unique name to sign in with.' })
  @Property({ type: 'string', length: 150, unique: true })
  username: string;

  /** Argon2id in PHC notation. */
  @Property({ type: 'string', length: 255, hidden: true })
  passwordHash: string;

  @Field(() => Role, { description: 'The role of the user.' })
  @Enum({ items: () => Role })
  role: Role;

  @Field(() => Boolean, {
    description:
      'True if an OPERATOR may assign roles to instances and change instances that have one; a SUPERUSER always may.',
  })
  @Property({ type: 'boolean', default: false })
  rolesAssign: boolean = false;

  @Field(() => Boolean, { description: 'True if signing in is refused.' })
  @Property({ type: 'boolean' })
  disabled: boolean = false;

  @Field(() => Date, { nullable: true, description: 'The time of the last sign-in.' })
  @Property({ type: 'Date', nullable: true })
  lastSignInAt: Date | null = null;

  constructor(username: string, passwordHash: string, role: Role) {
    super(User.idPrefix);
    this.username = username;
    this.passwordHash = passwordHash;
    this.role = role;
  }

  get title() {
    return this.username;
  }
}
