import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { Needs } from '../access/permission.ts';
import { archiveTypes, PurgePayload, type ArchivedInput } from '../archive/archive-types.ts';
import { purge } from '../archive/purge.ts';
import type { Context } from '../graphql/context.ts';
import type { NamedKind, NamedRecord } from './named-kind.ts';
import { restoreNamed } from './restore-named.ts';
import type { OperationTypes } from './operation-types.ts';

/** The mutations that restore a deleted record, and that remove it from the archive. */
export function restoringResolver<Entity extends NamedRecord, Changes extends object>(
  kind: NamedKind<Entity, Changes>,
  { one, write }: OperationTypes,
) {
  const { words, property } = kind;
  const { Restore, Purge, Restored } = archiveTypes(kind.of.entity, { property, words: words.many });

  @Resolver(() => kind.of.entity)
  class RestoringResolver {
    @Mutation(() => Restored, {
      name: `restore${one}`,
      description: `Makes ${words.one} that was deleted what it was, under the id that it had.`,
    })
    @Needs(write)
    async restore(@Arg('input', () => Restore) input: ArchivedInput, @Ctx() context: Context) {
      const { record, missing } = await restoreNamed(kind, input, context);
      return { [property]: record, missing };
    }

    @Mutation(() => PurgePayload, {
      name: `purge${one}`,
      description: `Removes ${words.one} that was deleted for good, with the contents that nothing else has.`,
    })
    @Needs(write)
    purge(@Arg('input', () => Purge) input: ArchivedInput, @Ctx() context: Context) {
      return purge(kind.archivedAs!, input, context);
    }
  }
  return RestoringResolver;
}
