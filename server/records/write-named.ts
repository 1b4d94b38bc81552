import type { EntityManager } from '@mikro-orm/core';
import type { FieldError } from '../errors.ts';
import type { Context } from '../graphql/context.ts';
import type { Referable } from '../graphql/references.ts';
import { refuseGuardedChanges } from './guarded-changes.ts';
import type { Named, NamedKind, NamedRecord } from './named-kind.ts';
import type { WritableKind, WriteRequest } from './writable-kind.ts';

/** Finds the records with the given names, by their names. */
async function findByNames<Entity extends NamedRecord>(
  em: EntityManager,
  { entity }: Referable<Entity>,
  names: (string | null | undefined)[],
): Promise<Map<string, Entity>> {
  const requests = names.filter((name) => name != null);
  const found = (await em.find(entity, { name: { $in: requests } } as never)) as Entity[];
  return new Map(found.map((one) => [one.name!, one]));
}

/** The kind as one whose records are created and changed by inputs that name them. */
export const writableNamed = <Entity extends NamedRecord, Changes extends object>(
  kind: NamedKind<Entity, Changes>,
): WritableKind<Entity, Named<Changes>> => ({
  of: kind.of,
  property: kind.property,
  words: kind.words,
  list: kind.plural.list,
  async findUpserted(em, inputs) {
    const names = inputs.map(({ name }) => name);
    const known = await findByNames(em, kind.of, names);
    return names.map((name) => known.get(name!));
  },
  complete: (input, problems) =>
    Object.assign(input, { name: input.name ?? kind.namedByDefault?.nameFor(input, problems) }),
  write: (requests, how) => writeNamed(kind, requests, how),
});

/**
 * Creates or changes records as their inputs say: checks everything, then writes. With `atomic` any problem refuses the
 * whole call; otherwise an input with a problem is skipped and returns undefined.
 */
export async function writeNamed<Entity extends NamedRecord, Changes extends object>(
  kind: NamedKind<Entity, Changes>,
  requests: WriteRequest<Entity, Named<Changes>>[],
  { atomic, context }: { atomic: boolean; context: Context },
): Promise<(Entity | undefined)[]> {
  const { em, problems } = context;
  await refuseTakenNames(em, kind, requests);
  refuseRepeatedNames(kind, requests, { atomic });
  const changes = await kind.plan(requests, context);
  const planned = requests.map((one, index) => ({ request: one, change: changes[index]! }));
  await refuseGuardedChanges(kind, planned, context);
  if (atomic) problems.throwIfAny();
  const results = requests.map(({ input, record, problems: own }, index) => {
    if (own.any) return undefined;
    const one = record ?? kind.make(input.name!);
    if (input.name) one.name = input.name;
    changes[index]!(one);
    em.persist(one);
    return one;
  });
  await kind.settle?.(
    em,
    results.filter((one) => one !== undefined),
  );
  return results;
}

/** Adds a problem for every name that another record has. */
async function refuseTakenNames<Entity extends NamedRecord>(
  em: EntityManager,
  { of, words }: Pick<NamedKind<Entity, never>, 'of' | 'words'>,
  requests: WriteRequest<Entity, Named<object>>[],
): Promise<void> {
  const holders = await findByNames(
    em,
    of,
    requests.map(({ input }) => input.name),
  );
  for (const { input, record, problems } of requests) {
    const holder = holders.get(input.name ?? '');
    if (holder && holder !== record) problems.add('name', taken(words.one, input.name!));
  }
}

/**
 * Adds a problem for every name that an earlier input of the same call has. Unless one problem refuses the whole call,
 * an input with a problem claims no name, so that a corrected repetition of it succeeds.
 */
function refuseRepeatedNames(
  { words }: Pick<NamedKind<never, never>, 'words'>,
  requests: WriteRequest<NamedRecord, Named<object>>[],
  { atomic }: { atomic: boolean },
): void {
  const claimed = new Set<string>();
  for (const { input, problems } of requests) {
    if (!input.name) continue;
    if (claimed.has(input.name)) problems.add('name', taken(words.one, input.name));
    if (atomic || !problems.any) claimed.add(input.name);
  }
}

/** The problem of a name that is taken; `one` is the word for the record, as `a key`. */
export const taken = (one: string, name: string): Omit<FieldError, 'path'> => ({
  code: 'ALREADY_EXISTS',
  message: `There already is ${one} "${name}".`,
});
