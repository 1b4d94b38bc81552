import { ArgsType, Field, InputType, Int } from 'type-graphql';
import { AtMost } from './size-limits.ts';
import { PageArgs } from './page.ts';
import { Ref } from './scalars.ts';

/** How many objects one call may be about. */
export const maxPerCall = 500;

/** The text of a search: all of its words have to be found. */
export const IsSearch = () => AtMost({ characters: 1024, words: 64 });

/** What every mutation that writes has. */
@InputType()
export abstract class WriteInput {
  @Field(() => Boolean, { defaultValue: false, description: 'Only says what would happen.' })
  dryRun!: boolean;
}

/** What every mutation of one existing object has. */
@InputType()
export abstract class ExistingInput extends WriteInput {
  @Field(() => Ref, { description: 'The object.' })
  id!: string;

  @Field(() => Int, { nullable: true, description: 'Refuses with CONFLICT when the version is another.' })
  ifVersion?: number | null;
}

/** What every deletion of something that others use has. */
@InputType()
export abstract class DeleteUsedInput extends ExistingInput {
  @Field(() => Boolean, { defaultValue: false, description: 'Deletes it although others use it.' })
  force!: boolean;
}

/** What every mutation of many objects has. */
@InputType()
export abstract class BulkInput extends WriteInput {
  @Field(() => Boolean, {
    defaultValue: true,
    description: 'All or nothing; false lets the good items through.',
  })
  atomic!: boolean;
}

/** What every deletion of many objects has. */
@InputType()
export abstract class BulkDeleteInput extends BulkInput {
  @Field(() => [Ref], { description: 'The objects, at most 500.' })
  @AtMost({ items: maxPerCall })
  ids!: string[];
}

/** What every deletion of many objects that others use has. */
@InputType()
export abstract class BulkDeleteUsedInput extends BulkDeleteInput {
  @Field(() => Boolean, { defaultValue: false, description: 'Deletes them although others use them.' })
  force!: boolean;
}

/** What every list that can be searched has. */
@ArgsType()
export class SearchArgs extends PageArgs {
  @Field(() => String, { nullable: true, description: 'Only those with this text in a name.' })
  @IsSearch()
  search?: string | null;
}
