import { Arg, Ctx, Mutation, Resolver, type ClassType } from 'type-graphql';
import { Needs, type Permission } from '../access/permission.ts';
import type { Context } from '../graphql/context.ts';
import type { BulkInput, ExistingInput } from '../graphql/input-types.ts';
import { findForInput } from '../graphql/references.ts';
import { expectVersion } from '../graphql/version.ts';
import type { WritableKind, WritableRecord } from './writable-kind.ts';
import { upsertMany, writeOne } from './write-records.ts';

/** The types that these mutations use, and the permission that they need. */
export interface WritingTypes {
  inputs: Record<'Create' | 'Update' | 'Upsert' | 'UpsertMany', ClassType<object>>;
  payloads: Record<'One' | 'Many', ClassType<object>>;
  /** The singular and the plural in the names of mutations: `create${one}`, `upsert${many}`. */
  one: string;
  many: string;
  write: Permission;
  /** The words for that by which an upsert finds a record. */
  upserted: string;
}

/** The mutations that create, update and upsert one record, and upsert many. */
export function writingResolver<Entity extends WritableRecord, Input extends object>(
  kind: WritableKind<Entity, Input>,
  { inputs, payloads, one, many, write, upserted }: WritingTypes,
) {
  const { words } = kind;

  @Resolver(() => kind.of.entity)
  class WritingResolver {
    @Mutation(() => payloads.One, { name: `create${one}`, description: `Creates ${words.one}.` })
    @Needs(write)
    create(@Arg('input', () => inputs.Create) given: Input, @Ctx() context: Context) {
      const input = kind.complete?.(given, context.problems) ?? given;
      return writeOne(kind, { input, record: undefined }, context);
    }

    @Mutation(() => payloads.One, {
      name: `update${one}`,
      description: `Updates ${words.one}; fields not given stay unchanged, null clears.`,
    })
    @Needs(write)
    async update(@Arg('input', () => inputs.Update) input: Input & ExistingInput, @Ctx() context: Context) {
      const { em, problems } = context;
      const record = await findForInput(em, kind.of, { ref: input.id, field: 'id', problems });
      if (record) await kind.load?.(em, record);
      if (record) expectVersion(record, input.ifVersion);
      return writeOne(kind, { input, record }, context);
    }

    @Mutation(() => payloads.One, {
      name: `upsert${one}`,
      description: `Creates or updates ${words.one}, found by ${upserted}.`,
    })
    @Needs(write)
    async upsert(@Arg('input', () => inputs.Upsert) input: Input, @Ctx() context: Context) {
      const [record] = await kind.findUpserted(context.em, [input]);
      return writeOne(kind, { input, record }, context);
    }

    @Mutation(() => payloads.Many, {
      name: `upsert${many}`,
      description: `Creates or updates many ${words.many}.`,
    })
    @Needs(write)
    upsertMany(@Arg('input', () => inputs.UpsertMany) input: BulkInput, @Ctx() context: Context) {
      return upsertMany(kind, input, context);
    }
  }
  return WritingResolver;
}
