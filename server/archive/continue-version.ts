import type { EntityManager } from '@mikro-orm/core';
import type { BaseRecord } from '../database/record.ts';

/** Continues the version of a restored record, after its flush, from the former one: no earlier `ifVersion` matches. */
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
