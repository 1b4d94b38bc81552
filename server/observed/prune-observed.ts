import { setImmediate } from 'node:timers/promises';
import type { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sqlite';
import { observedSchema, type ObservedStore } from './observed-store.ts';

/** The maximum machines that one statement removes. */
const maxMachinesPerStatement = 500;

const orphans = `select observed.instance_id as id from ${observedSchema}.last_request as observed
  left join instance on instance.id = observed.instance_id where instance.id is null and observed.instance_id > ?
  order by observed.instance_id limit ${maxMachinesPerStatement}`;

/**
 * Removes what was observed of machines that are gone: another server deleted them, or they asked just before. It
 * terminates even if the store does not remove them.
 */
export async function pruneObserved(em: EntityManager, store: ObservedStore): Promise<void> {
  let after: string | undefined = '';
  while (after !== undefined) {
    const found: { id: string }[] = await (em as SqlEntityManager).execute(orphans, [after], {
      connectionType: 'read',
    });
    if (found.length > 0) await store.remove(found.map(({ id }) => id));
    after = found.at(-1)?.id;
    await setImmediate();
  }
}
