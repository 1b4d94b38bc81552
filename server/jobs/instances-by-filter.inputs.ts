import { Length, Max, Min, ValidateNested } from 'class-validator';
import { Field, InputType, Int } from 'type-graphql';
import { IsSearch, maxPerCall, WriteInput } from '../graphql/input-types.ts';
import { AtMost } from '../graphql/size-limits.ts';
import { Ref } from '../graphql/scalars.ts';
import { IfGiven } from '../graphql/validators.ts';
import { SharedFactsInput } from '../instances/instance-facts.inputs.ts';
import { InstanceFilter } from '../instances/instance-filter.inputs.ts';
import { maxKeys } from '../instances/instance.inputs.ts';
import { HttpTokens, Switch } from '../instances/metadata-options.ts';
import { maxTags, TagInput } from '../instances/tag.inputs.ts';

/** The fields of a patch that are metadata options. */
export const optionsOfPatch = [
  'httpEndpoint',
  'httpTokens',
  'httpPutResponseHopLimit',
  'httpProtocolIpv6',
  'instanceMetadataTags',
] as const;

@InputType({
  description: 'Changes of each of many instances: it adds and takes, and what is not given stays.',
})
export class InstancePatchInput extends SharedFactsInput {
  @Field(() => [TagInput], {
    nullable: true,
    description: `Tags to add, or to give another value; at most ${maxTags}.`,
  })
  @AtMost({ items: maxTags })
  @IfGiven()
  @ValidateNested({ each: true })
  addTags?: TagInput[] | null;

  @Field(() => [String], { nullable: true, description: `Keys of tags to take; at most ${maxPerCall}.` })
  @AtMost({ items: maxPerCall, characters: 128 })
  @IfGiven()
  @Length(1, 128, { each: true, message: 'A tag key has 1 to 128 characters.' })
  removeTags?: string[] | null;

  @Field(() => [Ref], {
    nullable: true,
    description: `Keys that open it from now on, after those that do; at most ${maxKeys}.`,
  })
  @AtMost({ items: maxKeys })
  addKeys?: string[] | null;

  @Field(() => [Ref], {
    nullable: true,
    description: `Keys that open it no more; at most ${maxPerCall}.`,
  })
  @AtMost({ items: maxPerCall })
  removeKeys?: string[] | null;

  @Field(() => Ref, {
    nullable: true,
    description: "A shared user-data document; null: none. One of the instance's own goes away.",
  })
  userData?: string | null;

  @Field(() => Switch, { nullable: true, description: 'DISABLED answers every request with 403.' })
  httpEndpoint?: Switch | null;

  @Field(() => HttpTokens, { nullable: true, description: 'Whether a session token is needed.' })
  httpTokens?: HttpTokens | null;

  @Field(() => Int, { nullable: true, description: 'Hop limit of the token answer, 1 to 64.' })
  @IfGiven()
  @Min(1, { message: 'A hop limit is 1 to 64.' })
  @Max(64, { message: 'A hop limit is 1 to 64.' })
  httpPutResponseHopLimit?: number | null;

  @Field(() => Switch, { nullable: true, description: 'Whether the IPv6 endpoint, fd00:ec2::254, answers.' })
  httpProtocolIpv6?: Switch | null;

  @Field(() => Switch, { nullable: true, description: 'Whether the instance can read its tags.' })
  instanceMetadataTags?: Switch | null;
}

/** Selects the instances of an operation. */
@InputType()
export abstract class ByFilterInput extends WriteInput {
  @Field(() => InstanceFilter, {
    nullable: true,
    description: 'Those for which every condition holds when the job is made.',
  })
  filter?: InstanceFilter | null;

  @Field(() => String, {
    nullable: true,
    description: 'Those with each of these words, at most 64, in a name, id, address, MAC or tag.',
  })
  @IsSearch()
  search?: string | null;

  @Field(() => [Ref], { nullable: true, description: `But not these; at most ${maxPerCall}.` })
  @AtMost({ items: maxPerCall })
  except?: string[] | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Has to be true where neither a filter nor a search leaves out any instance.',
  })
  all!: boolean;
}

@InputType({ description: 'Changes of all instances that a filter finds.' })
export class UpdateInstancesByFilterInput extends ByFilterInput {
  @Field(() => InstancePatchInput, { description: 'What to change of each.' })
  @ValidateNested()
  patch!: InstancePatchInput;
}

@InputType({ description: 'All instances that a filter finds, to be deleted.' })
export class DeleteInstancesByFilterInput extends ByFilterInput {}
