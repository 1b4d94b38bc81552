import { wrap, type EntityManager } from '@mikro-orm/core';
import { conflict } from '../errors.ts';

interface Versioned {
  version: number;
  title: string;
}

/** The versions that callers expect, by the entity manager that the records were loaded with. */
const expectedVersions = new WeakMap<EntityManager, Map<Versioned, number>>();

/** Refuses to change a record that was changed since the caller read it. @throws CONFLICT */
export function expectVersion(record: Versioned, ifVersion: number | null | undefined): void {
  if (ifVersion === undefined || ifVersion === null) return;
  // oxlint-disable-next-line eslint/no-underscore-dangle -- MikroORM's name
  const em = wrap(record, true).__em!;
  const versionsOfRecords = expectedVersions.get(em) ?? new Map<Versioned, number>();
  expectedVersions.set(em, versionsOfRecords.set(record, ifVersion));
  check(record, ifVersion);
}

/**
 * Writes what was changed so far. Checks the versions again before: every query updates the versions of loaded records
 * to what others have committed meanwhile, and the check in the database would then let every change pass.
 * @throws CONFLICT
 */
export async function flushAsExpected(em: EntityManager): Promise<void> {
  for (const [record, version] of expectedVersions.get(em) ?? []) check(record, version);
  expectedVersions.delete(em);
  await em.flush();
}

function check(record: Versioned, version: number): void {
  if (version === record.version) return;
  throw conflict(
    `${record.title} was changed by somebody else: it is at version ${record.version}, not ${version}. Read it again.`,
  );
}
