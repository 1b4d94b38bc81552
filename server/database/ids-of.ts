import type { EntityManager, FilterQuery } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sqlite';

interface Identified {
  id: string;
}

/** Returns the ids of all records that match a condition, in ascending order, without creating entities. */
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
