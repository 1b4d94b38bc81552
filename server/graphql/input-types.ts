import { ArgsType, Field, InputType, Int } from 'type-graphql';
import { AtMost } from './size-limits.ts';
import { PageArgs } from './page.ts';
import { Ref } from './scalars.ts';

/** The maximum number of objects in one call. */
export const maxPerCall = 500;

/** Limits the text of a search. */
export const IsSearch = () => AtMost({ characters: 1024, words: 64 });

/** The input fields of every mutation that writes. */
@InputType()
export abstract class WriteInput {
  @Field(() => Boolean, {
    defaultValue: false,
    description: 'True to report what would happen and change nothing.',
  })
  dryRun!: boolean;
}

/** The input fields of every mutation of one existing object. */
@InputType()
export abstract class ExistingInput extends WriteInput {
  @Field(() => Ref, { description: 'The object.' })
  id!: string;

  @Field(() => Int, {
    nullable: true,
    description: 'The expected version; any other is refused with CONFLICT.',
  })
  ifVersion?: number | null;
}

/** The input fields of every deletion of an object that others use. */
@InputType()
export abstract class DeleteUsedInput extends ExistingInput {
  @Field(() => Boolean, {
    defaultValue: false,
    description: 'True to delete the object even if it is in use.',
  })
  force!: boolean;
}

/** The input fields of every mutation of many objects. */
@InputType()
export abstract class BulkInput extends WriteInput {
  @Field(() => Boolean, {
    defaultValue: true,
    description: 'True to apply all items or none; false to apply the valid ones.',
  })
  atomic!: boolean;
}

/** The input fields of every deletion of many objects. */
@InputType()
export abstract class BulkDeleteInput extends BulkInput {
  @Field(() => [Ref], { description: 'The objects; at most 500.' })
  @AtMost({ items: maxPerCall })
  ids!: string[];
}

/** The input fields of every deletion of many objects that others use. */
@InputType()
export abstract class BulkDeleteUsedInput extends BulkDeleteInput {
  @Field(() => Boolean, {
    defaultValue: false,
    description: 'True to delete the objects even if they are in use.',
  })
  force!: boolean;
}

/** The arguments of every list that can be searched. */
@ArgsType()
export class SearchArgs extends PageArgs {
  @Field(() => String, { nullable: true, description: 'Only objects with this text in a name.' })
  @IsSearch()
  search?: string | null;
}
