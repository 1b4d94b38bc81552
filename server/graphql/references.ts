import type { EntityManager, FilterQuery } from '@mikro-orm/core';
import { idDigits } from '../database/record-digits.ts';
import { notFound, type Problems } from '../errors.ts';

/** An aggregate that can be referred to: its class, the word for it in texts, and its unique names beside the id. */
export interface Referable<Entity extends { id: string }> {
  // oxlint-disable-next-line typescript/no-explicit-any -- constructors of entities differ in their arguments
  entity: (new (...args: any[]) => Entity) & { idPrefix?: string };
  noun: string;
  names: (keyof Entity & string)[];
  /** Converts a reference to the value of a name, where that is not the reference itself. */
  meantBy?: Partial<Record<keyof Entity & string, (ref: string) => string>>;
  /** Set where some cannot be referred to: the condition of those that can, and a hint about the others. */
  only?: { where: FilterQuery<Entity>; hint: string };
}

/**
 * Finds the objects that references mean, by the reference. A reference in the form of an id matches only that id: an
 * object whose name is the id of a deleted one is not found by it.
 */
export async function findByRefs<Entity extends { id: string }>(
  em: EntityManager,
  of: Referable<Entity>,
  refs: Iterable<string>,
): Promise<Map<string, Entity>> {
  const wanted = new Set(refs);
  if (wanted.size === 0) return new Map();
  const keys: (keyof Entity & string)[] = ['id', ...of.names];
  const valueOf = (key: keyof Entity & string, ref: string) => of.meantBy?.[key]?.(ref) ?? ref;
  const valuesOf = (key: keyof Entity & string) => [...wanted].map((ref) => valueOf(key, ref));
  const named = { $or: keys.map((key) => ({ [key]: { $in: valuesOf(key) } })) } as FilterQuery<Entity>;
  const where = (of.only ? { $and: [named, of.only.where] } : named) as FilterQuery<Entity>;
  const found = (await em.find(of.entity, where)) as Entity[];
  const byRef = new Map<string, Entity>();
  for (const key of keys.toReversed()) {
    const byValue = new Map(found.map((entity) => [String(entity[key]), entity]));
    for (const ref of wanted) {
      const entity = byValue.get(valueOf(key, ref));
      if (entity && (key === 'id' || !isId(of, ref))) byRef.set(ref, entity);
    }
  }
  return byRef;
}

const isId = ({ entity: { idPrefix } }: { entity: { idPrefix?: string } }, ref: string): boolean =>
  idPrefix !== undefined && ref.startsWith(`${idPrefix}-`) && idDigits.test(ref.slice(idPrefix.length + 1));

/** The object that a reference means. @throws NOT_FOUND */
export async function getByRef<Entity extends { id: string }>(
  em: EntityManager,
  of: Referable<Entity>,
  ref: string,
): Promise<Entity> {
  const entity = (await findByRefs(em, of, [ref])).get(ref);
  if (entity === undefined) throw notFound(`The ${of.noun} "${ref}"`);
  return entity;
}

/** The object of an input field; undefined with a NOT_FOUND problem at the field when there is none. */
export async function findForInput<Entity extends { id: string }>(
  em: EntityManager,
  of: Referable<Entity>,
  { ref, field, problems }: { ref: string | undefined; field: string; problems: Problems },
): Promise<Entity | undefined> {
  if (ref === undefined) return undefined;
  const entity = (await findByRefs(em, of, [ref])).get(ref);
  if (entity === undefined) problems.add(field, missing(of, ref));
  return entity;
}

/** The problem of a reference to an object that does not exist. */
export const missing = (
  { noun, names, only }: { noun: string; names: readonly string[]; only?: { hint: string } },
  ref: string,
) =>
  ({
    code: 'NOT_FOUND',
    message: `The ${noun} "${ref}" does not exist.`,
    hint: only?.hint ?? `Give the id${names.length > 0 ? ' or the name' : ''} of one that exists.`,
  }) as const;
