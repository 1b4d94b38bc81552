import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { Needs } from '../access/permission.ts';
import type { Context } from '../graphql/context.ts';
import type { BulkInput, ExistingInput } from '../graphql/input-types.ts';
import { findForInput } from '../graphql/references.ts';
import { expectVersion } from '../graphql/version.ts';
import type { NamedKind, NamedRecord } from './named-kind.ts';
import type { OperationTypes } from './operation-types.ts';
import { findByNames, upsertMany, writeOne } from './write-named.ts';

interface Named {
  name: string;
}

/** The mutations that create, update and upsert one record, and upsert many. */
export function writingResolver<Entity extends NamedRecord, Changes extends object>(
  kind: NamedKind<Entity, Changes>,
  { inputs, payloads, one, many, write }: OperationTypes,
) {
  const { words } = kind;

  @Resolver(() => kind.of.entity)
  class WritingResolver {
    @Mutation(() => payloads.One, { name: `create${one}`, description: `Registers ${words.one}.` })
    @Needs(write)
    create(@Arg('input', () => inputs.Create) input: Changes & Partial<Named>, @Ctx() context: Context) {
      const name = input.name ?? kind.namedByDefault?.nameFor(input, context.problems);
      return writeOne(kind, { input: Object.assign(input, { name }), record: undefined }, context);
    }

    @Mutation(() => payloads.One, {
      name: `update${one}`,
      description: `Changes ${words.one}: what is not given stays, null clears.`,
    })
    @Needs(write)
    async update(@Arg('input', () => inputs.Update) input: Changes & ExistingInput, @Ctx() context: Context) {
      const { em, problems } = context;
      const record = await findForInput(em, kind.of, { ref: input.id, field: 'id', problems });
      if (record) expectVersion(record, input.ifVersion);
      return writeOne(kind, { input, record }, context);
    }

    @Mutation(() => payloads.One, {
      name: `upsert${one}`,
      description: `Makes the one of a name what the input says, new or not.`,
    })
    @Needs(write)
    async upsert(@Arg('input', () => inputs.Upsert) input: Changes & Named, @Ctx() context: Context) {
      const record = (await findByNames(context.em, kind.of, [input.name])).get(input.name);
      return writeOne(kind, { input, record }, context);
    }

    @Mutation(() => payloads.Many, {
      name: `upsert${many}`,
      description: `Makes many ${words.many} what the inputs say, new or not.`,
    })
    @Needs(write)
    upsertMany(@Arg('input', () => inputs.UpsertMany) input: BulkInput, @Ctx() context: Context) {
      return upsertMany(kind, input, context);
    }
  }
  return WritingResolver;
}
