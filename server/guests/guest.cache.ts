import type { Change } from '../changes/change.ts';
import { GuestsSize } from './guest-size.ts';
import type { CachedGuest } from './cached-guest.ts';

/** The memory that all machines together may take: `perMachine` for each that may be kept, and at least `minimum`. */
const memoryBytes = { perMachine: 32 * 1024, minimum: 64 * 1024 * 1024 };

/**
 * The machines that are kept in memory, each once, by every name it was looked up by; and the names that no machine
 * has. It holds at most `size` of each, and fewer machines if they are large. Machines that were not found since room
 * was last made are evicted first.
 */
export class GuestCache {
  private readonly guests = new Map<string, CachedGuest>();
  private readonly byName = new Map<string, CachedGuest>();
  private readonly byRecord = new Map<string, Set<CachedGuest>>();
  private readonly unusedNames = new Set<string>();
  private readonly inMemory = new GuestsSize();
  private readonly maxBytes: number;

  constructor(private readonly size: number) {
    this.maxBytes = Math.max(memoryBytes.minimum, size * memoryBytes.perMachine);
  }

  get count(): number {
    return this.guests.size;
  }

  /** The names by which the machines were looked up. */
  get names(): string[] {
    return [...this.byName.keys()];
  }

  /** Returns the machine with a name; undefined if it is not kept. */
  find(name: string): CachedGuest | undefined {
    const guest = this.byName.get(name);
    if (guest) guest.isInUse = true;
    return guest;
  }

  /** True if it is known that no machine has the name. */
  isUnused(name: string): boolean {
    return this.unusedNames.has(name);
  }

  /** Keeps a machine under a name. Returns the one that is kept: an earlier one if another name found it before. */
  keep(name: string, guest: CachedGuest): CachedGuest {
    const kept = this.guests.get(guest.id) ?? this.add(guest);
    if (this.byName.get(name) !== kept) kept.names.push(name);
    this.byName.set(name, kept);
    return kept;
  }

  /** Remembers that no machine has a name; if there are too many such names, the oldest is removed. */
  keepUnused(name: string): void {
    if (this.unusedNames.size >= this.size) this.unusedNames.delete(this.unusedNames.values().next().value!);
    this.unusedNames.add(name);
  }

  /** Removes exactly the machines that a change affects, and returns the names under which they were kept. */
  invalidate({ ids, findsMore, everything }: Change): string[] {
    if (findsMore) this.unusedNames.clear();
    const changed = everything ? [...this.guests.values()] : ids.flatMap((id) => this.madeOf(id));
    for (const guest of changed) this.drop(guest);
    return changed.flatMap(({ names }) => names);
  }

  /** The machines that a record is a part of. */
  private madeOf(id: string): CachedGuest[] {
    return [...(this.byRecord.get(id) ?? []), ...[this.guests.get(id)].flatMap((guest) => guest ?? [])];
  }

  private add(guest: CachedGuest): CachedGuest {
    this.guests.set(guest.id, guest);
    this.inMemory.add(guest);
    for (const id of guest.records) {
      const users = this.byRecord.get(id);
      if (users) users.add(guest);
      else this.byRecord.set(id, new Set([guest]));
    }
    this.makeRoom();
    return guest;
  }

  drop(guest: CachedGuest): void {
    if (this.guests.get(guest.id) !== guest) return;
    this.guests.delete(guest.id);
    this.inMemory.remove(guest);
    for (const name of guest.names) if (this.byName.get(name) === guest) this.byName.delete(name);
    for (const id of guest.records) {
      const users = this.byRecord.get(id);
      users?.delete(guest);
      if (users?.size === 0) this.byRecord.delete(id);
    }
  }

  /** True if a machine has to be evicted. A single machine is kept at any size. */
  private get isTooFull(): boolean {
    const { size } = this.guests;
    return size > this.size || (size > 1 && this.inMemory.bytes > this.maxBytes);
  }

  /** Second-chance eviction: a machine found since the last time moves to the end of the queue. */
  private makeRoom(): void {
    for (const guest of this.guests.values()) {
      if (!this.isTooFull) return;
      if (!guest.isInUse) {
        this.drop(guest);
        continue;
      }
      guest.isInUse = false;
      this.guests.delete(guest.id);
      this.guests.set(guest.id, guest);
    }
  }
}
