import { setImmediate } from 'node:timers/promises';
import type { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sqlite';
import { observedSchema, type ObservedStore } from './observed-store.ts';

/** Machines that one statement removes. */
const atOnce = 500;

const orphans = `select observed.instance_id as id from ${observedSchema}.last_request as observed
  left join instance on instance.id = observed.instance_id where instance.id is null limit ${atOnce}`;

/** Removes what was observed of machines that are gone: another server deleted them, or they asked just before. */
export async function pruneObserved(em: EntityManager, store: ObservedStore): Promise<void> {
  for (;;) {
    const found = await (em as SqlEntityManager).execute<{ id: string }[]>(orphans, [], {
      connectionType: 'read',
    });
    if (found.length === 0) return;
    await store.remove(found.map(({ id }) => id));
    await setImmediate();
  }
}
