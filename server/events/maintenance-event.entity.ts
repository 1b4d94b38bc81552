import type { Rel } from '@mikro-orm/core';
import { Entity, Enum, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { hexDigits, Node, OwnedRecord } from '../database/record.ts';
import { Instance } from '../instances/instance.entity.ts';

export enum MaintenanceState {
  ACTIVE = 'active',
  COMPLETED = 'completed',
  CANCELED = 'canceled',
}

registerEnumType(MaintenanceState, {
  name: 'MaintenanceState',
  description: 'What became of a maintenance event.',
  valuesConfig: {
    ACTIVE: { description: 'Still to come, or under way: listed under `scheduled`.' },
    COMPLETED: { description: 'It is done: listed under `history`.' },
    CANCELED: { description: 'It will not happen: listed under `history`.' },
  },
});

/** A maintenance that was scheduled for an instance, as the instance reads it under `events/maintenance`. */
@Entity()
@ObjectType({ implements: Node, description: 'A maintenance of an instance.', simpleResolvers: true })
export class MaintenanceEvent extends OwnedRecord implements Node {
  static readonly idPrefix = 'instance';

  @Field(() => ID, { description: 'The event id, as the instance is told it: `instance-event-...`.' })
  @PrimaryKey({ type: 'string', length: 40 })
  id: string = `${MaintenanceEvent.idPrefix}-event-${hexDigits()}`;

  @ManyToOne(() => Instance, { deleteRule: 'cascade', index: true })
  instance: Rel<Instance>;

  @Field(() => String, { description: 'What will happen, as `system-reboot`.' })
  @Property({ type: 'string', length: 64 })
  code: string;

  @Field(() => String, { description: 'What for, in a sentence.' })
  @Property({ type: 'string', length: 255 })
  description: string;

  @Field(() => Date, { description: 'The earliest start.' })
  @Property({ type: 'Date' })
  notBefore: Date;

  @Field(() => Date, { nullable: true, description: 'The latest end.' })
  @Property({ type: 'Date', nullable: true })
  notAfter: Date | null = null;

  @Field(() => Date, { nullable: true, description: 'The latest start that may be asked for.' })
  @Property({ type: 'Date', nullable: true })
  notBeforeDeadline: Date | null = null;

  @Field(() => MaintenanceState, { description: 'What became of it.' })
  @Enum({ items: () => MaintenanceState })
  state: MaintenanceState = MaintenanceState.ACTIVE;

  constructor(instance: Rel<Instance>, facts: { code: string; description: string; notBefore: Date }) {
    super();
    this.instance = instance;
    this.code = facts.code;
    this.description = facts.description;
    this.notBefore = facts.notBefore;
  }

  get owner() {
    return this.instance;
  }

  get label() {
    return `events.maintenance.${this.id}`;
  }

  get summary() {
    return `${this.code} ${this.notBefore.toISOString()}`;
  }
}
