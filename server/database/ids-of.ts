import type { EntityManager, FilterQuery } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sqlite';

interface Identified {
  id: string;
}

/** The ids of all records of a condition, in their order, without making entities of them. */
export async function idsOf<Entity extends Identified>(
  em: EntityManager,
  entity: new (...args: never[]) => Entity,
  where: FilterQuery<Entity>,
): Promise<string[]> {
  const query = (em as SqlEntityManager)
    .createQueryBuilder<Identified>(entity as never)
    .select('id')
    .distinct();
  const rows: Identified[] = await query
    .where(where as never)
    .orderBy({ id: 'asc' })
    .execute('all', false);
  return rows.map(({ id }) => id);
}
