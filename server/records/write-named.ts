import type { EntityManager } from '@mikro-orm/core';
import type { FieldError } from '../errors.ts';
import { bulkResult } from '../graphql/bulk.ts';
import type { Context } from '../graphql/context.ts';
import type { BulkInput } from '../graphql/input-types.ts';
import type { Referable } from '../graphql/references.ts';
import { refuseGuardedChanges } from './guarded-changes.ts';
import type { NamedKind, NamedRecord, Wanted } from './named-kind.ts';

/** The records of the given names. */
export async function findByNames<Entity extends NamedRecord>(
  em: EntityManager,
  { entity }: Referable<Entity>,
  names: (string | null | undefined)[],
): Promise<Map<string, Entity>> {
  const wanted = names.filter((name) => name != null);
  const found = (await em.find(entity, { name: { $in: wanted } } as never)) as Entity[];
  return new Map(found.map((one) => [one.name!, one]));
}

/** Brings one record to what its input says. @throws every problem at once */
export async function writeOne<Entity extends NamedRecord, Changes extends object>(
  kind: NamedKind<Entity, Changes>,
  one: Omit<Wanted<Entity, Changes>, 'problems'>,
  context: Context,
) {
  const wanted = [{ ...one, problems: context.problems }];
  const [written] = await writeNamed(kind, wanted, { atomic: true, context });
  return { [kind.property]: written };
}

/** Makes many records what a bulk input says, new or not. One result an item. */
export async function upsertMany<Entity extends NamedRecord, Changes extends object>(
  kind: NamedKind<Entity, Changes>,
  input: BulkInput,
  context: Context,
) {
  const { property, plural } = kind;
  const items = Reflect.get(input, plural.list) as (Changes & { name: string })[];
  const known = await findByNames(
    context.em,
    kind.of,
    items.map(({ name }) => name),
  );
  const wanted = items.map((item, index) => ({
    input: item,
    record: known.get(item.name),
    problems: context.problems.at(plural.list, index),
  }));
  const upserted = await writeNamed(kind, wanted, { atomic: input.atomic, context });
  return {
    results: wanted.map(({ problems }, index) =>
      bulkResult(index, problems, { [property]: upserted[index] }),
    ),
  };
}

/**
 * Brings records to what their inputs say: checks everything, then acts. With `atomic` any problem refuses the whole
 * call; otherwise an input with a problem is left out and gives undefined.
 */
export async function writeNamed<Entity extends NamedRecord, Changes extends object>(
  kind: NamedKind<Entity, Changes>,
  wanted: Wanted<Entity, Changes>[],
  { atomic, context }: { atomic: boolean; context: Context },
): Promise<(Entity | undefined)[]> {
  const { em, problems } = context;
  await claimNames(em, kind, wanted);
  const changes = await kind.plan(wanted, context);
  const planned = wanted.map((one, index) => ({ wanted: one, change: changes[index]! }));
  await refuseGuardedChanges(kind, planned, context);
  if (atomic) problems.stop();
  const written = wanted.map(({ input, record, problems: own }, index) => {
    if (own.any) return undefined;
    const one = record ?? kind.make(input.name!);
    if (input.name) one.name = input.name;
    changes[index]!(one);
    em.persist(one);
    return one;
  });
  await kind.settle?.(
    em,
    written.filter((one) => one !== undefined),
  );
  return written;
}

/** Reports every name that another record has, or that another input of the same call wants. */
async function claimNames<Entity extends NamedRecord>(
  em: EntityManager,
  { of, words }: Pick<NamedKind<Entity, never>, 'of' | 'words'>,
  wanted: Wanted<Entity, object>[],
): Promise<void> {
  const holders = await findByNames(
    em,
    of,
    wanted.map(({ input }) => input.name),
  );
  const claimed = new Set<string>();
  for (const { input, record, problems } of wanted) {
    if (!input.name) continue;
    const holder = holders.get(input.name);
    if ((holder && holder !== record) || claimed.has(input.name))
      problems.add('name', taken(words.one, input.name));
    claimed.add(input.name);
  }
}

/** The problem of a name that another one has, of what people call one as `a key`. */
export const taken = (one: string, name: string): Omit<FieldError, 'path'> => ({
  code: 'ALREADY_EXISTS',
  message: `There already is ${one} "${name}".`,
});
