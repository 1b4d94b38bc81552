import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { Needs, type Permission } from '../access/permission.ts';
import { archiveTypes, PurgePayload, type ArchivedInput } from '../archive/archive-types.ts';
import type { ArchivedKind } from '../archive/archived-kind.ts';
import { purge } from '../archive/purge.ts';
import type { Context } from '../graphql/context.ts';
import type { Referable } from '../graphql/references.ts';
import type { RestorableKind } from './writable-kind.ts';

/** A kind of record that is archived when it is deleted. */
export interface ArchivingKind<Entity extends { id: string }> extends RestorableKind<Entity> {
  of: Referable<Entity>;
  /** The property of a payload that holds one of them. */
  property: string;
  words: { one: string; many: string };
  kind: ArchivedKind;
  write: Permission;
  /** Overrides the description of the mutation that restores one. */
  description?: string;
}

/** The mutations that restore a deleted record, and that remove it from the archive. */
export function restoringResolver<Entity extends { id: string }>({
  of: { entity },
  property,
  words,
  kind,
  write,
  restore,
  description = `Restores ${words.one} from the archive as it was, under its former id.`,
}: ArchivingKind<Entity>) {
  const { Restore, Purge, Restored } = archiveTypes(entity, { property, words: words.one });

  @Resolver(() => entity)
  class RestoringResolver {
    @Mutation(() => Restored, { name: `restore${entity.name}`, description })
    @Needs(write)
    async restore(@Arg('input', () => Restore) input: ArchivedInput, @Ctx() context: Context) {
      const { record, missing } = await restore(input, context);
      return { [property]: record, missing };
    }

    @Mutation(() => PurgePayload, {
      name: `purge${entity.name}`,
      description: `Permanently removes ${words.one} from the archive, with the contents that nothing else uses.`,
    })
    @Needs(write)
    purge(@Arg('input', () => Purge) input: ArchivedInput, @Ctx() context: Context) {
      return purge(kind, input, context);
    }
  }
  return RestoringResolver;
}
