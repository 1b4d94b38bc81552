import { conflict } from '../errors.ts';

/** Refuses to change what somebody else has changed since it was read. @throws CONFLICT */
export function expectVersion(
  record: { version: number; title: string },
  ifVersion: number | null | undefined,
): void {
  if (ifVersion === undefined || ifVersion === null || ifVersion === record.version) return;
  throw conflict(
    `${record.title} was changed by somebody else: it is at version ${record.version}, not ${ifVersion}. Read it again.`,
  );
}
