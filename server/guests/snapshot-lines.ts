import type { Change } from '../changes/change.ts';
import type { SigningKeyRow } from '../identity/signing-key.cache.ts';
import type { Encryption } from '../encryption.ts';
import type { GuestRow } from './guest-row.ts';
import { recordsOf } from './guest-view.loader.ts';

/** What a process left when it ended. */
export interface Snapshot {
  /** By the name that each was asked for by. */
  guests: Map<string, GuestRow>;
  key: SigningKeyRow | undefined;
}

export const emptySnapshot = (): Snapshot => ({ guests: new Map(), key: undefined });

/** A line of a snapshot. */
export type SnapshotLine =
  /** Of which database it is; the first line. */
  { of: string } | Fact;

/** What was read, or that something changed since. */
type Fact =
  | { guest: Omit<GuestRow, 'user_data'> & { user_data: string | null } }
  | { key: SigningKeyRow }
  | { changed: Change['ids'] };

/** What lines are sealed for: they open as nothing else. */
const purpose = 'guest snapshot';

export function guestLine({ user_data: userData, ...row }: GuestRow): SnapshotLine {
  return { guest: { ...row, user_data: userData && Buffer.from(userData).toString('base64') } };
}

/** Encrypted where SECRET_KEY is configured. */
export function formatLine(line: SnapshotLine, encryption: Encryption): string {
  const text = JSON.stringify(line);
  return `${encryption.isPersistent ? encryption.encrypt(text, purpose) : text}\n`;
}

/** Undefined for what a process that was killed left unfinished, and what was sealed with another SECRET_KEY. */
export function readLine(line: string, encryption: Encryption): SnapshotLine | undefined {
  try {
    const text = encryption.isPersistent ? encryption.decrypt(line, purpose) : line;
    return text === undefined ? undefined : (JSON.parse(text) as SnapshotLine);
  } catch {
    return undefined;
  }
}

/** Brings a snapshot up to what its next line says. */
export function apply(line: Fact, snapshot: Snapshot): void {
  if ('key' in line) snapshot.key = line.key;
  else if ('changed' in line) removeChanged(line.changed, snapshot);
  else {
    const { user_data: userData, ...row } = line.guest;
    const guest = { ...row, user_data: userData === null ? null : Buffer.from(userData, 'base64') };
    snapshot.guests.set(row.name, guest);
  }
}

function removeChanged(ids: Change['ids'], snapshot: Snapshot): void {
  const changed = new Set(ids);
  for (const [name, row] of snapshot.guests)
    if (changed.has(row.id) || recordsOf(row).some((id) => changed.has(id))) snapshot.guests.delete(name);
}
