import { Embeddable, Enum, Property } from '@mikro-orm/decorators/legacy';
import { registerEnumType } from 'type-graphql';

export enum SpotAction {
  TERMINATE = 'terminate',
  STOP = 'stop',
  HIBERNATE = 'hibernate',
}

registerEnumType(SpotAction, {
  name: 'SpotAction',
  description: 'The possible actions on an interrupted Spot instance.',
  valuesConfig: {
    TERMINATE: { description: 'The instance is terminated.' },
    STOP: { description: 'The instance is stopped.' },
    HIBERNATE: { description: 'The instance is hibernated.' },
  },
});

/** The target lifecycle state of an instance in an Auto Scaling group, as served to the instance. */
export enum TargetLifecycleState {
  DETACHED = 'Detached',
  IN_SERVICE = 'InService',
  STANDBY = 'Standby',
  TERMINATED = 'Terminated',
  WARMED_HIBERNATED = 'Warmed:Hibernated',
  WARMED_RUNNING = 'Warmed:Running',
  WARMED_STOPPED = 'Warmed:Stopped',
  WARMED_TERMINATED = 'Warmed:Terminated',
}

registerEnumType(TargetLifecycleState, {
  name: 'TargetLifecycleState',
  description: 'The possible target lifecycle states of an instance in an Auto Scaling group.',
  valuesConfig: {
    DETACHED: { description: 'Served as `Detached`: the instance leaves the group.' },
    IN_SERVICE: { description: 'Served as `InService`: the instance does its work.' },
    STANDBY: { description: 'Served as `Standby`: the instance is taken out of service for a while.' },
    TERMINATED: { description: 'Served as `Terminated`: the instance comes to its end.' },
    WARMED_HIBERNATED: {
      description: 'Served as `Warmed:Hibernated`: the instance waits in the warm pool, hibernated.',
    },
    WARMED_RUNNING: {
      description: 'Served as `Warmed:Running`: the instance waits in the warm pool, running.',
    },
    WARMED_STOPPED: {
      description: 'Served as `Warmed:Stopped`: the instance waits in the warm pool, stopped.',
    },
    WARMED_TERMINATED: { description: 'Served as `Warmed:Terminated`: the instance ends in the warm pool.' },
  },
});

/** The action and time of a Spot interruption, and the time from which the instance may know. */
export interface Interruption {
  action: SpotAction;
  time: Date;
  noticeTime: Date;
}

/** The notices of an instance, except maintenance. Each notice shows from its notice time on. */
@Embeddable()
export class Notices {
  @Enum({ items: () => SpotAction, nullable: true })
  spotAction: SpotAction | null = null;

  /** The time of the interruption. */
  @Property({ type: 'Date', nullable: true })
  spotTime: Date | null = null;

  @Property({ type: 'Date', nullable: true })
  spotNoticeTime: Date | null = null;

  @Property({ type: 'Date', nullable: true })
  rebalanceNoticeTime: Date | null = null;

  /** Null outside an Auto Scaling group. */
  @Property({ type: 'string', length: 40, nullable: true })
  targetLifecycleState: TargetLifecycleState | null = null;

  get interruption(): Interruption | null {
    const { spotAction: action, spotTime: time, spotNoticeTime: noticeTime } = this;
    return action && time && noticeTime ? { action, time, noticeTime } : null;
  }

  /** Gives notice of an interruption, which replaces any earlier one; null withdraws it. */
  interrupt(interruption: Interruption | null): void {
    this.spotAction = interruption?.action ?? null;
    this.spotTime = interruption?.time ?? null;
    this.spotNoticeTime = interruption?.noticeTime ?? null;
  }

  /** Withdraws the notices that only Spot instances get. */
  withdrawSpotNotices(): void {
    this.interrupt(null);
    this.rebalanceNoticeTime = null;
  }

  /** Withdraws all notices. */
  withdraw(): void {
    this.withdrawSpotNotices();
    this.targetLifecycleState = null;
  }
}
