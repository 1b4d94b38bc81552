import { Embeddable, Enum, Property } from '@mikro-orm/decorators/legacy';
import { registerEnumType } from 'type-graphql';

export enum SpotAction {
  TERMINATE = 'terminate',
  STOP = 'stop',
  HIBERNATE = 'hibernate',
}

registerEnumType(SpotAction, {
  name: 'SpotAction',
  description: 'What happens to an interrupted Spot instance.',
  valuesConfig: {
    TERMINATE: { description: 'It is terminated.' },
    STOP: { description: 'It is stopped.' },
    HIBERNATE: { description: 'It is hibernated.' },
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
  description: 'What an Auto Scaling group wants its instance to become.',
  valuesConfig: {
    DETACHED: { description: 'Served as `Detached`: it leaves the group.' },
    IN_SERVICE: { description: 'Served as `InService`: it does its work.' },
    STANDBY: { description: 'Served as `Standby`: it is taken out of service for a while.' },
    TERMINATED: { description: 'Served as `Terminated`: it comes to its end.' },
    WARMED_HIBERNATED: {
      description: 'Served as `Warmed:Hibernated`: it waits in the warm pool, hibernated.',
    },
    WARMED_RUNNING: { description: 'Served as `Warmed:Running`: it waits in the warm pool, running.' },
    WARMED_STOPPED: { description: 'Served as `Warmed:Stopped`: it waits in the warm pool, stopped.' },
    WARMED_TERMINATED: { description: 'Served as `Warmed:Terminated`: it ends in the warm pool.' },
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
