import { minStoredBytes } from './content-store.ts';
import type { GuestRow } from './guest-row.ts';
import type { CachedGuest } from './cached-guest.ts';

/** The size of a machine in memory with short facts and the answers of one boot, in bytes, as measured. */
const usualBytes = 8 * 1024;

/** The approximate bytes that the view of a row takes, without the contents that machines share. */
export function bytesOfView(row: GuestRow): number {
  const characters = charactersOf(row) - row.custom_metadata.length;
  return usualBytes + 2 * characters + bytesOfShortContents(row);
}

/** The approximate bytes that a row takes until it is a view. */
export const bytesOfRow = (row: GuestRow) => charactersOf(row) + (row.user_data?.length ?? 0);

function charactersOf(row: GuestRow): number {
  let characters = 0;
  for (const value of Object.values(row)) if (typeof value === 'string') characters += value.length;
  return characters;
}

/** Custom metadata is hexadecimal digits in a row and bytes in a view; its long values are shared contents. */
function bytesOfShortContents({ custom_metadata: { length } }: GuestRow): number {
  return Math.min(length, 100 * minStoredBytes);
}

/** The bytes of all machines in memory; contents that several of them share count once. */
export class GuestsSize {
  bytes = 0;
  private readonly users = new Map<Uint8Array, number>();

  add({ bytes, contents }: CachedGuest): void {
    this.bytes += bytes;
    for (const content of contents) {
      const users = this.users.get(content) ?? 0;
      if (users === 0) this.bytes += content.length;
      this.users.set(content, users + 1);
    }
  }

  remove({ bytes, contents }: CachedGuest): void {
    this.bytes -= bytes;
    for (const content of contents) {
      const users = this.users.get(content)! - 1;
      if (users > 0) this.users.set(content, users);
      else {
        this.users.delete(content);
        this.bytes -= content.length;
      }
    }
  }
}
