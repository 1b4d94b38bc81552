import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { Needs } from '../access/permission.ts';
import type { Context } from '../graphql/context.ts';
import type { BulkDeleteUsedInput, DeleteUsedInput } from '../graphql/input-types.ts';
import { deleteMany, deleteOne } from './deletion.ts';
import type { NamedKind, NamedRecord } from './named-kind.ts';
import type { OperationTypes } from './operation-types.ts';

/** The mutations that delete one record or many. */
export function deletingResolver<Entity extends NamedRecord>(
  kind: NamedKind<Entity, never>,
  { inputs, payloads, one, many, write }: OperationTypes,
) {
  const { words, property } = kind;

  @Resolver(() => kind.of.entity)
  class DeletingResolver {
    @Mutation(() => payloads.One, {
      name: `delete${one}`,
      description: `Deletes ${words.one} that is not in use; with \`force\`, any.`,
    })
    @Needs(write)
    async delete(@Arg('input', () => inputs.Delete) input: DeleteUsedInput, @Ctx() context: Context) {
      return { [property]: await deleteOne(kind, input, context) };
    }

    @Mutation(() => payloads.Many, {
      name: `delete${many}`,
      description: `Deletes many ${words.many} that are not in use; with \`force\`, any.`,
    })
    @Needs(write)
    deleteMany(@Arg('input', () => inputs.DeleteMany) input: BulkDeleteUsedInput, @Ctx() context: Context) {
      return deleteMany(kind, input, context);
    }
  }
  return DeletingResolver;
}
