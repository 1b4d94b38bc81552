import { Embeddable, Enum, Property } from '@mikro-orm/decorators/legacy';
import { Max, Min } from 'class-validator';
import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { IfGiven } from '../graphql/validators.ts';

export enum Switch {
  ENABLED = 'ENABLED',
  DISABLED = 'DISABLED',
}

export enum HttpTokens {
  OPTIONAL = 'OPTIONAL',
  REQUIRED = 'REQUIRED',
}

registerEnumType(Switch, {
  name: 'MetadataSwitch',
  description: 'The possible states of a part of the metadata service for an instance.',
  valuesConfig: {
    ENABLED: { description: 'The part is on.' },
    DISABLED: { description: 'The part is off.' },
  },
});

registerEnumType(HttpTokens, {
  name: 'HttpTokens',
  description: 'The possible settings for session tokens (IMDSv2) in the requests of an instance.',
  valuesConfig: {
    OPTIONAL: { description: 'Requests with and without a token are answered.' },
    REQUIRED: {
      description:
        'Requests without a token are answered with 401. cloud-init outside EC2 and cloudbase-init send no token.',
    },
  },
});

const maxHopLimit = 64;

/** A process cannot set the hop limit for packets to a single machine. */
export const hopLimitDescription = `The hop limit of the token answer, 1 to ${maxHopLimit}; kept for EC2 tools and without effect: answers to all instances have the hop limit of the server, which a rule of its firewall sets.`;

const hopLimitRule = { message: `A hop limit is 1 to ${maxHopLimit}.` };

/** Checks a hop limit that is given. */
export const IsHopLimit = (): PropertyDecorator => (target, property) => {
  for (const decorate of [IfGiven(), Min(1, hopLimitRule), Max(maxHopLimit, hopLimitRule)])
    decorate(target, property);
};

/** The instance metadata options, named as in the EC2 API. */
@Embeddable()
@ObjectType({
  description: 'The options of the metadata service for an instance, named as in the EC2 API.',
  simpleResolvers: true,
})
export class MetadataOptions {
  @Field(() => Switch, {
    description:
      'The state of the metadata service; if DISABLED, every request of the instance is answered with 403.',
  })
  @Enum({ items: () => Switch })
  httpEndpoint: Switch = Switch.ENABLED;

  @Field(() => HttpTokens, { description: 'The setting for session tokens: optional or required.' })
  @Enum({ items: () => HttpTokens })
  httpTokens: HttpTokens = HttpTokens.OPTIONAL;

  @Field(() => Int, { description: hopLimitDescription })
  @Property({ type: 'integer' })
  httpPutResponseHopLimit: number = 1;

  @Field(() => Switch, {
    description:
      'The state of the IPv6 endpoint, fd00:ec2::254, for the instance; other IPv6 addresses of the server answer regardless.',
  })
  @Enum({ items: () => Switch })
  httpProtocolIpv6: Switch = Switch.DISABLED;

  @Field(() => Switch, { description: 'The access of the instance to its own tags.' })
  @Enum({ items: () => Switch })
  instanceMetadataTags: Switch = Switch.DISABLED;
}
