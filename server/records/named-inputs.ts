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

const dryRun = Field(() => Boolean, { defaultValue: false, description: 'Only says what would happen.' });

function writingInputs(kind: NamedShape) {
  const { words, plural, changes, creation, nameRule, namedByDefault } = kind;
  const [one, many] = [kind.of.entity.name, pluralName(kind)];
  const name = [Field(() => String, { description: 'Its unique name.' }), nameRule()];

  @InputType(`Create${one}Input`, { description: `What ${words.one} to register is.` })
  class Create extends creation {}
  const { description } = namedByDefault ?? {};
  const optionalName = [Field(() => String, { nullable: true, description }), nameRule()];
  declare(Create, 'name', namedByDefault ? optionalName : name);
  declare(Create, 'dryRun', [dryRun]);

  @InputType(`${one}Input`, { description: `What ${words.one} should be; found by its name.` })
  class Item extends creation {}
  declare(Item, 'name', name);

  @InputType(`Upsert${one}Input`, { description: `What ${words.one} should be; found by its name.` })
  class Upsert extends Item {}
  declare(Upsert, 'dryRun', [dryRun]);

  @InputType(`Upsert${many}Input`, {
    description: `What many ${words.many} should be; found by their names.`,
  })
  class UpsertMany extends BulkInput {}
  declare(UpsertMany, plural.list, [
    Field(() => [Item], { description: `The ${words.many}, at most ${maxPerCall}.` }),
    AtMost({ items: maxPerCall }),
    ValidateNested({ each: true }),
  ]);

  @InputType(`Update${one}Input`, {
    description: `Changes of ${words.one}: what is not given stays, null clears.`,
  })
  class Update extends changes {
    @Field(() => Ref, { description: 'The object.' })
    id!: string;
    @Field(() => Int, { nullable: true, description: 'Refuses with CONFLICT when the version is another.' })
    ifVersion?: number | null;
  }
  declare(Update, 'name', [
    Field(() => String, { nullable: true, description: 'A new unique name.' }),
    nameRule(),
  ]);
  declare(Update, 'dryRun', [dryRun]);
  return { Create, Update, Upsert, UpsertMany };
}

function deletingInputs(kind: NamedShape) {
  const [one, many] = [kind.of.entity.name, pluralName(kind)];

  @InputType(`Delete${one}Input`, { description: `Which of the ${kind.words.many} to delete.` })
  class Delete extends DeleteUsedInput {}

  @InputType(`Delete${many}Input`, { description: `Which of the ${kind.words.many} to delete.` })
  class DeleteMany extends BulkDeleteUsedInput {}
  return { Delete, DeleteMany };
}

function byInput({ of, words, alsoFoundBy = {} }: NamedShape) {
  const lookupFields = ['id', 'name', ...Object.keys(alsoFoundBy)].join(' or ');
  @InputType(`${of.entity.name}By`, {
    description: `The one of the ${words.many} with this ${lookupFields}; give exactly one.`,
  })
  class By {
    @Field(() => ID, { nullable: true, description: 'The prefixed id.' })
    id?: string | null;
    @Field(() => String, { nullable: true, description: 'Its unique name.' })
    name?: string | null;
  }
  for (const [property, description] of Object.entries(alsoFoundBy))
    declare(By, property, [Field(() => String, { nullable: true, description })]);
  return By;
}
