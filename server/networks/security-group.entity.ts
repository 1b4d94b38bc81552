import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType } from 'type-graphql';
import { BaseRecord, Node } from '../database/record.ts';

/** A named group of interfaces. Machines are served its name and id; CloudMeta enforces no traffic rules for it. */
@Entity()
@ObjectType({ implements: Node, description: 'A named group of interfaces.', simpleResolvers: true })
export class SecurityGroup extends BaseRecord implements Node {
  static readonly idPrefix = 'sg';
  /** The properties that decide the values served to the machines that share one. */
  static readonly sharedProperties = ['name'];

  @Field(() => String, { description: 'The unique name.' })
  @Property({ type: 'string', length: 255, unique: true })
  name: string;

  @Field(() => String, { description: 'The purpose of the group; may be empty.' })
  @Property({ type: 'text' })
  description: string = '';

  constructor(name: string) {
    super(SecurityGroup.idPrefix);
    this.name = name;
  }

  get title() {
    return this.name;
  }
}
