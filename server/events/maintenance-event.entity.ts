import type { Rel } from '@mikro-orm/core';
import { Entity, Enum, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { orderedDigits } from '../database/record-digits.ts';
import { Node, OwnedRecord } from '../database/record.ts';
import { Instance } from '../instances/instance.entity.ts';

export enum MaintenanceCode {
  INSTANCE_REBOOT = 'instance-reboot',
  SYSTEM_REBOOT = 'system-reboot',
  SYSTEM_MAINTENANCE = 'system-maintenance',
  INSTANCE_RETIREMENT = 'instance-retirement',
  INSTANCE_STOP = 'instance-stop',
}

registerEnumType(MaintenanceCode, {
  name: 'MaintenanceCode',
  description: 'The possible kinds of maintenance events, by their effect on the instance.',
  valuesConfig: {
    INSTANCE_REBOOT: { description: 'Served as `instance-reboot`: the instance reboots.' },
    SYSTEM_REBOOT: { description: 'Served as `system-reboot`: the host of the instance reboots.' },
    SYSTEM_MAINTENANCE: {
      description: 'Served as `system-maintenance`: the network or power of the instance may fail.',
    },
    INSTANCE_RETIREMENT: {
      description: 'Served as `instance-retirement`: the instance is permanently stopped or terminated.',
    },
    INSTANCE_STOP: { description: 'Served as `instance-stop`: the instance is stopped.' },
  },
});

export enum MaintenanceState {
  ACTIVE = 'active',
  COMPLETED = 'completed',
  CANCELED = 'canceled',
}

registerEnumType(MaintenanceState, {
  name: 'MaintenanceState',
  description: 'The possible states of a maintenance event.',
  valuesConfig: {
    ACTIVE: { description: 'The event is still to come or under way: listed under `scheduled`.' },
    COMPLETED: { description: 'The event is done: listed under `history`.' },
    CANCELED: { description: 'The event will not happen: listed under `history`.' },
  },
});

/** The details of a maintenance to schedule. */
export interface PlannedMaintenance {
  code: MaintenanceCode;
  description: string;
  notBefore: Date;
  notAfter: Date | null;
  notBeforeDeadline: Date | null;
}

/** A maintenance of an instance, served under `events/maintenance`. */
@Entity()
@ObjectType({ implements: Node, description: 'A maintenance event of an instance.', simpleResolvers: true })
export class MaintenanceEvent extends OwnedRecord implements Node {
  static readonly idPrefix = 'instance';

  @Field(() => ID, { description: 'The event id, as the instance sees it: `instance-event-...`.' })
  @PrimaryKey({ type: 'string', length: 40 })
  id: string = `${MaintenanceEvent.idPrefix}-event-${orderedDigits()}`;

  @ManyToOne(() => Instance, { deleteRule: 'cascade', index: true })
  instance: Rel<Instance>;

  @Field(() => MaintenanceCode, { description: 'The kind of event.' })
  @Property({ type: 'string', length: 64 })
  code: MaintenanceCode;

  @Field(() => String, { description: 'The purpose, in a sentence.' })
  @Property({ type: 'string', length: 255 })
  description: string;

  @Field(() => Date, { description: 'The earliest start.' })
  @Property({ type: 'Date' })
  notBefore: Date;

  @Field(() => Date, { nullable: true, description: 'The latest end.' })
  @Property({ type: 'Date', nullable: true })
  notAfter: Date | null;

  @Field(() => Date, {
    nullable: true,
    description: 'The latest start to which the event can be rescheduled.',
  })
  @Property({ type: 'Date', nullable: true })
  notBeforeDeadline: Date | null;

  @Field(() => MaintenanceState, { description: 'The state of the event.' })
  @Enum({ items: () => MaintenanceState })
  state: MaintenanceState = MaintenanceState.ACTIVE;

  constructor(instance: Rel<Instance>, planned: PlannedMaintenance) {
    super();
    this.instance = instance;
    this.code = planned.code;
    this.description = planned.description;
    this.notBefore = planned.notBefore;
    this.notAfter = planned.notAfter;
    this.notBeforeDeadline = planned.notBeforeDeadline;
  }

  /** Moves the start to a later or earlier time; the end moves with it. */
  reschedule(notBefore: Date): void {
    const shiftMs = notBefore.getTime() - this.notBefore.getTime();
    if (this.notAfter) this.notAfter = new Date(this.notAfter.getTime() + shiftMs);
    this.notBefore = notBefore;
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
