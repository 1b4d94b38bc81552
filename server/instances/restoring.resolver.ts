import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { Needs } from '../access/permission.ts';
import { archiveTypes, PurgePayload, type ArchivedInput } from '../archive/archive-types.ts';
import { ArchivedKind } from '../archive/archived-kind.ts';
import { purge } from '../archive/purge.ts';
import type { Context } from '../graphql/context.ts';
import { Instance } from './instance.entity.ts';
import { restoreInstance } from './restore-instance.ts';

const { Restore, Purge, Restored } = archiveTypes(Instance, { property: 'instance', words: 'instances' });

/** Restores machines that were deleted, or removes them for good. */
@Resolver(() => Instance)
export class InstanceRestoringResolver {
  @Mutation(() => Restored, {
    description:
      'Makes a machine that was deleted what it was, under the id that it had: its metadata is the same as before, but for what `missing` lists.',
  })
  @Needs('instances:write')
  restoreInstance(@Arg('input', () => Restore) input: ArchivedInput, @Ctx() context: Context) {
    return restoreInstance(input, context);
  }

  @Mutation(() => PurgePayload, {
    description: 'Removes a machine that was deleted for good, with the contents that nothing else has.',
  })
  @Needs('instances:write')
  purgeInstance(@Arg('input', () => Purge) input: ArchivedInput, @Ctx() context: Context) {
    return purge(ArchivedKind.INSTANCE, input, context);
  }
}
