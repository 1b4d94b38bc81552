import { ValidateNested } from 'class-validator';
import { Field, ID, InputType, Int, type ClassType } from 'type-graphql';
import { BulkDeleteUsedInput, BulkInput, DeleteUsedInput, maxPerCall } from '../graphql/input-types.ts';
import { AtMost } from '../graphql/size-limits.ts';
import { Ref } from '../graphql/scalars.ts';
import type { NamedShape } from './named-kind.ts';

/** The input types of a kind: `CreateVpcInput`, `UpdateVpcInput`, `UpsertVpcsInput` and so on. */
export function inputsOf(kind: NamedShape) {
  return { ...writingInputs(kind), ...deletingInputs(kind), By: byInput(kind) };
}

/** The plural in the names of mutations and types: `Vpcs`. */
export const pluralName = ({ plural: { query } }: Pick<NamedShape, 'plural'>) =>
  `${query[0]!.toUpperCase()}${query.slice(1)}`;

/** Declares a property that has the same rules in several classes. */
const declare = (of: ClassType<object>, property: string, decorators: PropertyDecorator[]) => {
  for (const decorate of decorators) decorate(of.prototype as object, property);
};

const dryRun = Field(() => Boolean, {
  defaultValue: false,
  description: 'True to report what would happen and change nothing.',
});

function writingInputs(kind: NamedShape) {
  const { words, plural, changes, creation, nameRule, namedByDefault } = kind;
  const [one, many] = [kind.of.entity.name, pluralName(kind)];
  const name = [Field(() => String, { description: 'The unique name.' }), nameRule()];

  @InputType(`Create${one}Input`, { description: `The input to create ${words.one}.` })
  class Create extends creation {}
  const { description } = namedByDefault ?? {};
  const optionalName = [Field(() => String, { nullable: true, description }), nameRule()];
  declare(Create, 'name', namedByDefault ? optionalName : name);
  declare(Create, 'dryRun', [dryRun]);

  @InputType(`${one}Input`, { description: `The desired state of ${words.one}, found by its name.` })
  class Item extends creation {}
  declare(Item, 'name', name);

  @InputType(`Upsert${one}Input`, {
    description: `The input to create or update ${words.one}, found by its name.`,
  })
  class Upsert extends Item {}
  declare(Upsert, 'dryRun', [dryRun]);

  @InputType(`Upsert${many}Input`, {
    description: `The input to create or update many ${words.many}, found by their names.`,
  })
  class UpsertMany extends BulkInput {}
  declare(UpsertMany, plural.list, [
    Field(() => [Item], { description: `The ${words.many}; at most ${maxPerCall}.` }),
    AtMost({ items: maxPerCall }),
    ValidateNested({ each: true }),
  ]);

  @InputType(`Update${one}Input`, {
    description: `The input to update ${words.one}; fields not given stay unchanged, null clears.`,
  })
  class Update extends changes {
    @Field(() => Ref, { description: 'The object.' })
    id!: string;
    @Field(() => Int, {
      nullable: true,
      description: 'The expected version; any other is refused with CONFLICT.',
    })
    ifVersion?: number | null;
  }
  declare(Update, 'name', [
    Field(() => String, { nullable: true, description: 'The new unique name.' }),
    nameRule(),
  ]);
  declare(Update, 'dryRun', [dryRun]);
  return { Create, Update, Upsert, UpsertMany };
}

function deletingInputs(kind: NamedShape) {
  const [one, many] = [kind.of.entity.name, pluralName(kind)];

  @InputType(`Delete${one}Input`, { description: `The input to delete ${kind.words.one}.` })
  class Delete extends DeleteUsedInput {}

  @InputType(`Delete${many}Input`, { description: `The input to delete many ${kind.words.many}.` })
  class DeleteMany extends BulkDeleteUsedInput {}
  return { Delete, DeleteMany };
}

function byInput({ of, words, alsoFoundBy = {} }: NamedShape) {
  const lookupFields = ['id', 'name', ...Object.keys(alsoFoundBy)];
  const anyOfThem = `${lookupFields.slice(0, -1).join(', ')} or ${lookupFields.at(-1)}`;
  @InputType(`${of.entity.name}By`, {
    description: `The ${anyOfThem} of ${words.one}; exactly one must be given.`,
  })
  class By {
    @Field(() => ID, { nullable: true, description: 'The prefixed id.' })
    id?: string | null;
    @Field(() => String, { nullable: true, description: 'The unique name.' })
    name?: string | null;
  }
  for (const [property, description] of Object.entries(alsoFoundBy))
    declare(By, property, [Field(() => String, { nullable: true, description })]);
  return By;
}
