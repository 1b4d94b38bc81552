import type { EntityManager } from '@mikro-orm/core';

interface Batch {
  entities: object[];
  done: Promise<unknown>;
}

const batches = new WeakMap<EntityManager, Map<string, Batch>>();

/** Loads relations of an entity, together with all others that are asked for the same in this tick: one query, not one a row. */
export async function populate(em: EntityManager, entity: object, paths: readonly string[]): Promise<void> {
  const waiting = batches.get(em) ?? new Map<string, Batch>();
  batches.set(em, waiting);
  const key = `${entity.constructor.name} ${paths.join()}`;
  const batch = waiting.get(key) ?? begin(em, { waiting, key, paths });
  batch.entities.push(entity);
  await batch.done;
}

function begin(
  em: EntityManager,
  { waiting, key, paths }: { waiting: Map<string, Batch>; key: string; paths: readonly string[] },
): Batch {
  const entities: object[] = [];
  const done = new Promise((resolve) => setImmediate(resolve)).then(() => {
    waiting.delete(key);
    return em.populate(entities, paths as never[]);
  });
  const batch = { entities, done };
  waiting.set(key, batch);
  return batch;
}
