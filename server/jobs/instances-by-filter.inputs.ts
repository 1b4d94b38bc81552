import { ValidateNested } from 'class-validator';
import { Field, InputType } from 'type-graphql';
import { IsSearch, maxPerCall, WriteInput } from '../graphql/input-types.ts';
import { AtMost } from '../graphql/size-limits.ts';
import { Ref } from '../graphql/scalars.ts';
import { HasCharacters, IfGiven } from '../graphql/validators.ts';
import { SharedFactsInput } from '../instances/instance-facts.inputs.ts';
import { InstanceFilter } from '../instances/instance-filter.inputs.ts';
import { maxKeys } from '../instances/instance.inputs.ts';
import { withMetadataOptions } from '../instances/metadata-options.inputs.ts';
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
  description:
    'The changes to each of many instances: additions and removals; fields not given stay unchanged.',
})
export class InstancePatchInput extends withMetadataOptions(SharedFactsInput) {
  @Field(() => [TagInput], {
    nullable: true,
    description: `The tags to add or overwrite; at most ${maxTags}.`,
  })
  @AtMost({ items: maxTags })
  @IfGiven()
  @ValidateNested({ each: true })
  addTags?: TagInput[] | null;

  @Field(() => [String], {
    nullable: true,
    description: `The keys of the tags to remove; at most ${maxPerCall}.`,
  })
  @AtMost({ items: maxPerCall, characters: 128 })
  @IfGiven()
  @HasCharacters({ min: 1, max: 128 }, { each: true, message: 'A tag key has 1 to 128 characters.' })
  removeTags?: string[] | null;

  @Field(() => [Ref], {
    nullable: true,
    description: `The SSH keys to add after the present ones; at most ${maxKeys}.`,
  })
  @AtMost({ items: maxKeys })
  addKeys?: string[] | null;

  @Field(() => [Ref], {
    nullable: true,
    description: `The SSH keys to remove; at most ${maxPerCall}.`,
  })
  @AtMost({ items: maxPerCall })
  removeKeys?: string[] | null;

  @Field(() => Ref, {
    nullable: true,
    description: "The shared user-data document; null for none. A document of the instance's own is removed.",
  })
  userData?: string | null;
}

/** Selects the instances of an operation. */
@InputType()
export abstract class ByFilterInput extends WriteInput {
  @Field(() => InstanceFilter, {
    nullable: true,
    description: 'Only instances that meet all conditions when the job is created.',
  })
  filter?: InstanceFilter | null;

  @Field(() => String, {
    nullable: true,
    description: 'Only instances with each of these words, at most 64, in a name, id, address, MAC or tag.',
  })
  @IsSearch()
  search?: string | null;

  @Field(() => [Ref], { nullable: true, description: `The instances to leave out; at most ${maxPerCall}.` })
  @AtMost({ items: maxPerCall })
  except?: string[] | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Must be true if neither a filter nor a search leaves out any instance.',
  })
  all!: boolean;
}

@InputType({ description: 'The input to update all instances that match a filter.' })
export class UpdateInstancesByFilterInput extends ByFilterInput {
  @Field(() => InstancePatchInput, { description: 'The changes to each instance.' })
  @ValidateNested()
  patch!: InstancePatchInput;
}

@InputType({ description: 'The input to delete all instances that match a filter.' })
export class DeleteInstancesByFilterInput extends ByFilterInput {}
