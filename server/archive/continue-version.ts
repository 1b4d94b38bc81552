import type { EntityManager } from '@mikro-orm/core';
import type { BaseRecord } from '../database/record.ts';

/** Lets the version of a record that was made anew, and written, go on from the one that it had: nobody's `ifVersion` of before fits. */
export async function continueVersion(
  em: EntityManager,
  record: BaseRecord,
  { version }: { version: number },
): Promise<void> {
  const { id, updatedAt } = record;
  await em.nativeUpdate(
    record.constructor as never,
    { id } as never,
    { version: version + 1, updatedAt } as never,
  );
  await em.refresh(record);
}
