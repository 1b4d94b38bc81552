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

  /** As `InService`; null outside an Auto Scaling group. */
  @Property({ type: 'string', length: 40, nullable: true })
  targetLifecycleState: string | null = null;
}
