import type { Change } from '../changes/change.ts';
import type { SigningKeyRow } from '../identity/signing-key.cache.ts';
import type { Encryption } from '../encryption.ts';
import type { GuestRow } from './guest-row.ts';
import { recordsOf } from './guest-view.loader.ts';

/** The contents of the snapshot files. */
export interface Snapshot {
  /** By the name by which each was looked up. */
  guests: Map<string, GuestRow>;
  key: SigningKeyRow | undefined;
}

export const emptySnapshot = (): Snapshot => ({ guests: new Map(), key: undefined });

/** A line of a snapshot. */
export type SnapshotLine =
  /** The first line: the hash of the URL of its database. */
  { of: string } | Fact;

/** Something that was read, or the ids of records that changed since. */
type Fact =
  | { guest: Omit<GuestRow, 'user_data'> & { user_data: string | null } }
  | { key: SigningKeyRow }
  | { changed: Change['ids'] };

/** The purpose for which lines are encrypted: they cannot be decrypted for another one. */
const purpose = 'guest snapshot';

export function guestLine({ user_data: userData, ...row }: GuestRow): SnapshotLine {
  return { guest: { ...row, user_data: userData && Buffer.from(userData).toString('base64') } };
}

/** Encrypted where SECRET_KEY is configured. */
export function formatLine(line: SnapshotLine, encryption: Encryption): string {
  const text = JSON.stringify(line);
  return `${encryption.isPersistent ? encryption.encrypt(text, purpose) : text}\n`;
}

/** Returns undefined for a line that a killed process left unfinished, or that another SECRET_KEY encrypted. */
export function readLine(line: string, encryption: Encryption): SnapshotLine | undefined {
  try {
    const text = encryption.isPersistent ? encryption.decrypt(line, purpose) : line;
    return text === undefined ? undefined : (JSON.parse(text) as SnapshotLine);
  } catch {
    return undefined;
  }
}

/** Applies the next line to a snapshot. */
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
