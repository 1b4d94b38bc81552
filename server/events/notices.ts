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

/** What an Auto Scaling group wants its instance to become, as the instance is told. */
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
    DETACHED: { description: 'Told as `Detached`: it leaves the group.' },
    IN_SERVICE: { description: 'Told as `InService`: it does its work.' },
    STANDBY: { description: 'Told as `Standby`: it is taken out of service for a while.' },
    TERMINATED: { description: 'Told as `Terminated`: it comes to its end.' },
    WARMED_HIBERNATED: { description: 'Told as `Warmed:Hibernated`: it waits in the warm pool, hibernated.' },
    WARMED_RUNNING: { description: 'Told as `Warmed:Running`: it waits in the warm pool, running.' },
    WARMED_STOPPED: { description: 'Told as `Warmed:Stopped`: it waits in the warm pool, stopped.' },
    WARMED_TERMINATED: { description: 'Told as `Warmed:Terminated`: it ends in the warm pool.' },
  },
});

/** How and when a Spot instance is interrupted, and since when it may know. */
export interface Interruption {
  action: SpotAction;
  time: Date;
  noticeTime: Date;
}

/** What an instance has been given notice of, beside maintenance. Each notice shows from its notice time on. */
@Embeddable()
export class Notices {
  @Enum({ items: () => SpotAction, nullable: true })
  spotAction: SpotAction | null = null;

  /** When the interruption takes place. */
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

  /** Gives notice of an interruption, in the place of any before; null withdraws it. */
  interrupt(interruption: Interruption | null): void {
    this.spotAction = interruption?.action ?? null;
    this.spotTime = interruption?.time ?? null;
    this.spotNoticeTime = interruption?.noticeTime ?? null;
  }

  /** Takes back what only a Spot instance is told. */
  withdrawSpotNotices(): void {
    this.interrupt(null);
    this.rebalanceNoticeTime = null;
  }

  /** Takes everything back. */
  withdraw(): void {
    this.withdrawSpotNotices();
    this.targetLifecycleState = null;
  }
}
