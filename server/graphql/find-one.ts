import type { EntityManager } from '@mikro-orm/core';
import type { ClassType } from 'type-graphql';
import { Refusal } from '../errors.ts';

/** The one field of a `by` argument that is given. @throws BAD_USER_INPUT unless it is exactly one */
export function onlyGiven(by: object): [string, unknown] {
  const given = Object.entries(by).filter(([, value]) => value !== undefined && value !== null);
  if (given.length !== 1) throw new Refusal('BAD_USER_INPUT', 'Give exactly one field of "by".');
  return given[0]!;
}

/** Finds the object by the one field of `by` that is given; null when there is none. */
export function findOneBy<Entity extends object>(em: EntityManager, entity: ClassType<Entity>, by: object) {
  return em.findOne(entity, Object.fromEntries([onlyGiven(by)]) as never);
}
