import type { Change } from '../changes/change.ts';
import type { SigningKeyRow } from '../identity/signing-key.cache.ts';
import type { Encryption } from '../encryption.ts';
import type { GuestRow } from './guest-row.ts';
import { recordsOf } from './guest-view.loader.ts';

/** A line of a snapshot. */
export type SnapshotLine =
  /** The first line: the hash of the URL of its database. */
  { of: string } | Fact;

/** A machine; user-data is in base64. */
interface GuestLine {
  guest: Omit<GuestRow, 'user_data'> & { user_data: string | null };
}

/** Something that was read, or the ids of records that changed since. */
type Fact = GuestLine | { key: SigningKeyRow } | { changed: Change['ids'] };

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

/** A machine of a snapshot: what is kept of its row, the records that it is made of, and the number of its line. */
interface ReadGuest<Kept> {
  kept: Kept;
  records: string[];
  line: number;
}

/** The lines of the files of one process, read in the order in which they were written. */
export class SnapshotLines<Kept> {
  /** The signing key of the last line with one. */
  key: SigningKeyRow | undefined;
  private line = 0;
  private readonly guests = new Map<string, ReadGuest<Kept>>();
  /** The number of the last line by which each record changed. */
  private readonly changedAt = new Map<string, number>();

  /** @param keep the part of a row that is kept */
  constructor(private readonly keep: (row: GuestRow) => Kept) {}

  add(line: Fact): void {
    this.line += 1;
    if ('key' in line) this.key = line.key;
    else if ('changed' in line) for (const id of line.changed) this.changedAt.set(id, this.line);
    else {
      const row = rowOf(line.guest);
      const records = [row.id, ...recordsOf(row)];
      this.guests.set(row.name, { kept: this.keep(row), records, line: this.line });
    }
  }

  /** By name, the machines of which no record changed after their line. */
  *current(): Generator<[string, Kept]> {
    for (const [name, { kept, records, line }] of this.guests)
      if (!records.some((id) => (this.changedAt.get(id) ?? 0) > line)) yield [name, kept];
  }
}

function rowOf({ user_data: userData, ...row }: GuestLine['guest']): GuestRow {
  return { ...row, user_data: userData === null ? null : Buffer.from(userData, 'base64') };
}
