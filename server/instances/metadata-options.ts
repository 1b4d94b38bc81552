import { Embeddable, Enum, Property } from '@mikro-orm/decorators/legacy';
import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';

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
  description: 'Whether a part of the metadata service is on for an instance.',
  valuesConfig: { ENABLED: { description: 'On.' }, DISABLED: { description: 'Off.' } },
});

registerEnumType(HttpTokens, {
  name: 'HttpTokens',
  description: 'Whether an instance has to send a session token (IMDSv2).',
  valuesConfig: {
    OPTIONAL: { description: 'Requests with and without a token are answered.' },
    REQUIRED: {
      description: 'Requests without a token get 401. cloud-init off EC2 and cloudbase-init send none.',
    },
  },
});

/** A process cannot set the hop limit for packets to a single machine. */
export const hopLimitNote =
  'kept for tools of EC2 and without effect: answers to all machines have the hop limit of the server, which a rule of its firewall sets.';

/** The instance metadata options, named as in the EC2 API. */
@Embeddable()
@ObjectType({
  description: 'How the metadata service treats an instance; names as in the EC2 API.',
  simpleResolvers: true,
})
export class MetadataOptions {
  @Field(() => Switch, { description: 'When DISABLED, every request of the instance gets 403.' })
  @Enum({ items: () => Switch })
  httpEndpoint: Switch = Switch.ENABLED;

  @Field(() => HttpTokens, { description: 'Whether a session token is needed.' })
  @Enum({ items: () => HttpTokens })
  httpTokens: HttpTokens = HttpTokens.OPTIONAL;

  @Field(() => Int, {
    description: `Hop limit of the token answer, 1 to 64; ${hopLimitNote}`,
  })
  @Property({ type: 'integer' })
  httpPutResponseHopLimit: number = 1;

  @Field(() => Switch, {
    description:
      'Whether the IPv6 endpoint, fd00:ec2::254, answers the instance; other IPv6 addresses of the server do it regardless.',
  })
  @Enum({ items: () => Switch })
  httpProtocolIpv6: Switch = Switch.DISABLED;

  @Field(() => Switch, { description: 'Whether the instance can read its tags.' })
  @Enum({ items: () => Switch })
  instanceMetadataTags: Switch = Switch.DISABLED;
}
