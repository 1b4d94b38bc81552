import type { EntityManager } from '@mikro-orm/core';
import { conflict } from '../errors.ts';

interface Versioned {
  version: number;
  title: string;
}

const expected = new WeakMap<object, number>();

/** Refuses to change what somebody else has changed since it was read. @throws CONFLICT */
export function expectVersion(record: Versioned, ifVersion: number | null | undefined): void {
  if (ifVersion === undefined || ifVersion === null) return;
  expected.set(record, ifVersion);
  if (ifVersion === record.version) return;
  throw conflict(
    `${record.title} was changed by somebody else: it is at version ${record.version}, not ${ifVersion}. Read it again.`,
  );
}

/**
 * Refuses once more, before anything is written: every query brings the versions of loaded records up to what others
 * have committed meanwhile, and the check that the database makes would then let everybody through. @throws CONFLICT
 */
export function expectVersionsStill(em: EntityManager): void {
  for (const record of em.getUnitOfWork().getIdentityMap())
    expectVersion(record as Versioned, expected.get(record));
}
