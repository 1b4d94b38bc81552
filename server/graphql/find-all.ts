import type { EntityManager, FilterQuery } from '@mikro-orm/core';

/** Of what one statement gives entities are made without a turn of the event loop. */
const pageSize = 500;

/** All records of a condition, however many there are: page after page in the order of their ids. */
export async function findAll<Entity extends { id: string }>(
  em: EntityManager,
  entity: new (...args: never[]) => Entity,
  where: FilterQuery<Entity>,
): Promise<Entity[]> {
  const all: Entity[] = [];
  for (;;) {
    const next = { $and: [where, { id: { $gt: all.at(-1)?.id ?? '' } }] } as never;
    const how = { orderBy: { id: 'asc' }, limit: pageSize } as never;
    const page = (await em.find(entity as never, next, how)) as Entity[];
    for (const one of page) all.push(one);
    if (page.length < pageSize) return all;
  }
}
