import type { EntityManager } from '@mikro-orm/core';
import { chunksOf } from './chunks.ts';

interface Batch {
  entities: object[];
  done: Promise<unknown>;
}

/** Entities whose relations are loaded at once: one machine may have a thousand addresses. */
const maxEntitiesAtOnce = 50;

const batches = new WeakMap<EntityManager, Map<string, Batch>>();

/** Loads relations of an entity, in one batch with all that need the same in this tick, not with a query per row. */
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
    return populateAll(em, entities, paths);
  });
  const batch = { entities, done };
  waiting.set(key, batch);
  return batch;
}

/** Loads relations of many entities in chunks, which limit the work between two rounds of the event loop. */
export async function populateAll(
  em: EntityManager,
  entities: readonly object[],
  paths: readonly string[],
): Promise<void> {
  for (const some of chunksOf(entities, maxEntitiesAtOnce)) await em.populate(some, paths as never[]);
}
