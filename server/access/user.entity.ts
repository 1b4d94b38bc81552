import { Entity, Enum, Property } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { BaseRecord, Node } from '../database/record.ts';
import { Role } from './roles.ts';

registerEnumType(Role, {
  name: 'Role',
  description: 'What somebody may do.',
  valuesConfig: {
    VIEWER: { description: 'Reads, but for users, tokens and their history.' },
    AUDITOR: {
      description:
        'Reads users, tokens and all history too, but no contents of user-data and custom metadata.',
    },
    OPERATOR: { description: 'Reads as VIEWER, and changes instances, keys, user-data, networks and roles.' },
    SUPERUSER: { description: 'Also reads and changes users and tokens, and gives roles to instances.' },
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

  @Field(() => Role, { description: 'What the user may do.' })
  @Enum({ items: () => Role })
  role: Role;

  @Field(() => Boolean, {
    description:
      'Whether an OPERATOR may give roles to instances and change those that have one; a SUPERUSER always may.',
  })
  @Property({ type: 'boolean', default: false })
  rolesAssign: boolean = false;

  @Field(() => Boolean, { description: 'Whether signing in is refused.' })
  @Property({ type: 'boolean' })
  disabled: boolean = false;

  @Field(() => Date, { nullable: true, description: 'When the user last signed in.' })
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
