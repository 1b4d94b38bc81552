import { wrap, type EntityManager } from '@mikro-orm/core';
import { conflict } from '../errors.ts';

interface Versioned {
  version: number;
  title: string;
}

/** By the entity manager that the records were loaded with. */
const expected = new WeakMap<EntityManager, Map<Versioned, number>>();

/** Refuses to change what somebody else has changed since it was read. @throws CONFLICT */
export function expectVersion(record: Versioned, ifVersion: number | null | undefined): void {
  if (ifVersion === undefined || ifVersion === null) return;
  // oxlint-disable-next-line eslint/no-underscore-dangle -- so it is called there
  const em = wrap(record, true).__em!;
  const ofAll = expected.get(em) ?? new Map<Versioned, number>();
  expected.set(em, ofAll.set(record, ifVersion));
  check(record, ifVersion);
}

/**
 * Writes what was changed so far. Refuses once more before: every query brings the versions of loaded records up to what
 * others have committed meanwhile, and the check that the database makes would then let everybody through.
 * @throws CONFLICT
 */
export async function flushAsExpected(em: EntityManager): Promise<void> {
  for (const [record, version] of expected.get(em) ?? []) check(record, version);
  expected.delete(em);
  await em.flush();
}

function check(record: Versioned, version: number): void {
  if (version === record.version) return;
  throw conflict(
    `${record.title} was changed by somebody else: it is at version ${record.version}, not ${version}. Read it again.`,
  );
}
