import type { Change } from '../changes/change.ts';
import { GuestsSize } from './guest-size.ts';
import type { CachedGuest } from './cached-guest.ts';

/** What all machines together may take, for each that may be kept, and what they may in any case, in bytes. */
const bytes = { each: 32 * 1024, least: 64 * 1024 * 1024 };

/**
 * The machines that are kept in memory, each once, by every name it was asked for by; and the names that no machine has.
 * It holds so many of both, and fewer machines where they are large. A machine that nobody asked for since the last look
 * makes room first.
 */
export class GuestCache {
  private readonly guests = new Map<string, CachedGuest>();
  private readonly byName = new Map<string, CachedGuest>();
  private readonly byRecord = new Map<string, Set<CachedGuest>>();
  private readonly nobody = new Set<string>();
  private readonly inMemory = new GuestsSize();
  private readonly maxBytes: number;

  constructor(private readonly size: number) {
    this.maxBytes = Math.max(bytes.least, size * bytes.each);
  }

  get count(): number {
    return this.guests.size;
  }

  /** What every machine was asked for by. */
  get names(): string[] {
    return [...this.byName.keys()];
  }

  /** The machine of a name; undefined when it is not kept. */
  find(name: string): CachedGuest | undefined {
    const guest = this.byName.get(name);
    if (guest) guest.isInUse = true;
    return guest;
  }

  /** Whether it is known that no machine has the name. */
  knowsNobody(name: string): boolean {
    return this.nobody.has(name);
  }

  /** Keeps a machine under a name, and gives the one that is kept: where another name found it before, that one. */
  keep(name: string, guest: CachedGuest): CachedGuest {
    const kept = this.guests.get(guest.id) ?? this.add(guest);
    if (this.byName.get(name) !== kept) kept.names.push(name);
    this.byName.set(name, kept);
    return kept;
  }

  /** Remembers that no machine has a name; where there are too many such names, the oldest is forgotten. */
  keepNobody(name: string): void {
    if (this.nobody.size >= this.size) this.nobody.delete(this.nobody.values().next().value!);
    this.nobody.add(name);
  }

  /** Forgets exactly the machines that a change makes others, and says by what names they were known. */
  invalidate({ ids, findsMore, everything }: Change): string[] {
    if (findsMore) this.nobody.clear();
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

  /** One machine alone is kept however large it is. */
  private get isTooFull(): boolean {
    const { size } = this.guests;
    return size > this.size || (size > 1 && this.inMemory.bytes > this.maxBytes);
  }

  /** Second chance: who was asked for since goes to the end of the queue once more. */
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
