import { Field, InputType, Int, type ClassType } from 'type-graphql';
import { hopLimitDescription, HttpTokens, IsHopLimit, Switch } from './metadata-options.ts';

/** Adds the fields that change metadata options to an input. */
export function withMetadataOptions<Base extends ClassType<object>>(base: Base) {
  @InputType()
  class WithMetadataOptions extends base {
    @Field(() => Switch, {
      nullable: true,
      description: 'The state of the metadata service; DISABLED answers every request with 403.',
    })
    httpEndpoint?: Switch | null;

    @Field(() => HttpTokens, {
      nullable: true,
      description: 'The setting for session tokens: optional or required.',
    })
    httpTokens?: HttpTokens | null;

    @Field(() => Int, { nullable: true, description: hopLimitDescription })
    @IsHopLimit()
    httpPutResponseHopLimit?: number | null;

    @Field(() => Switch, { nullable: true, description: 'The state of the IPv6 endpoint, fd00:ec2::254.' })
    httpProtocolIpv6?: Switch | null;

    @Field(() => Switch, {
      nullable: true,
      description:
        'The access of the instance to its own tags; if ENABLED, their keys consist of letters, digits and + - = . , _ : @.',
    })
    instanceMetadataTags?: Switch | null;
  }
  return WithMetadataOptions;
}

@InputType({ description: 'The changes to the instance metadata options; fields not given stay unchanged.' })
export class MetadataOptionsInput extends withMetadataOptions(Object) {}
