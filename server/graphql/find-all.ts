import type { EntityManager, FilterQuery } from '@mikro-orm/core';

/** Records per statement: the event loop is blocked while entities are made of the rows of one. */
const pageSize = 500;

/** Finds all records that meet a condition, in any number: page by page in the order of their ids. */
export async function findAll<Entity extends { id: string }>(
  em: EntityManager,
  entity: new (...args: never[]) => Entity,
  where: FilterQuery<Entity>,
): Promise<Entity[]> {
  const all: Entity[] = [];
  for (;;) {
    const next = { $and: [where, { id: { $gt: all.at(-1)?.id ?? '' } }] } as never;
    const options = { orderBy: { id: 'asc' }, limit: pageSize } as never;
    const page = (await em.find(entity as never, next, options)) as Entity[];
    for (const one of page) all.push(one);
    if (page.length < pageSize) return all;
  }
}
