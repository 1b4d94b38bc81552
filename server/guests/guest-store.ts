import type { Config } from '../config.ts';
import type { Change } from '../changes/change.ts';
import type { ChangeFeed } from '../changes/change-feed.ts';
import { LookupBatcher } from './lookup-batcher.ts';
import { GuestCache } from './guest.cache.ts';
import { GuestLoader, type LoaderParts } from './guest.loader.ts';
import type { GuestRow } from './guest-row.ts';
import type { GuestSnapshot } from './guest-snapshot.ts';
import type { CachedGuest } from './cached-guest.ts';
import { CacheWarmer } from './cache-warmer.ts';
import { nameOfId } from './name-of-id.ts';

export interface GuestStoreParts extends LoaderParts {
  config: Pick<Config, 'METADATA_CACHE_INSTANCES' | 'METADATA_DOMAIN' | 'METADATA_PARTITION'>;
  feed: ChangeFeed;
  /** Keeps machines on disk for a process that starts while the database is away. */
  snapshot: GuestSnapshot | undefined;
}

/** Counters since the start. */
export interface GuestCounts {
  /** Requests whose machine was found in memory. */
  fromMemory: number;
  /** Requests that had to wait for a look-up. */
  cold: number;
  /** Queries of look-ups, and those of them that failed. */
  queries: number;
  failedQueries: number;
  /** Names that were looked up and that no machine has. */
  unknown: number;
  /** Changes of the database that were received. */
  changes: number;
}

/**
 * Finds the machines that send requests, and what is served to each. A machine is kept in memory until a record that
 * its view is made of changes, and is answered from memory while the database is away.
 */
export class GuestStore {
  private readonly cache: GuestCache;
  private readonly loader: GuestLoader;
  private readonly lookups = new LookupBatcher<CachedGuest>(
    (names) => this.load(names),
    () => this.loader.maxTogether,
  );
  private readonly cacheWarmer = new CacheWarmer(
    (names) => this.reload(names),
    () => this.loader.maxTogether,
  );
  private hasReadSnapshot = false;
  private isClosed = false;
  private fromMemory = 0;
  private cold = 0;
  private unknown = 0;
  private changes = 0;

  constructor(private readonly parts: GuestStoreParts) {
    this.cache = new GuestCache(parts.config.METADATA_CACHE_INSTANCES);
    this.loader = new GuestLoader(parts);
  }

  get counts(): GuestCounts {
    const { fromMemory, cold, unknown, changes } = this;
    return { fromMemory, cold, unknown, changes, ...this.loader.counts };
  }

  /** The number of machines in memory, and of requests that wait for a look-up. */
  get state(): { inMemory: number; waiting: number } {
    return { inMemory: this.cache.count, waiting: this.lookups.waiting };
  }

  /** True if every change of the database is known here at once; false while it is away. */
  get isCurrent(): boolean {
    return this.parts.feed.isLive;
  }

  /** Returns the machine with an address if it is in memory. It is not looked up in the database. */
  recall(address: string, now: Date): CachedGuest | undefined {
    const { feed } = this.parts;
    feed.check();
    const guest = this.cache.find(address);
    if (guest === undefined) return undefined;
    if (guest.endsAt <= now.getTime() && feed.isLive) return void this.cache.drop(guest);
    this.fromMemory += 1;
    return guest;
  }

  /** True if the machine with an address is in memory. Not counted as a request of it. */
  isInMemory(address: string): boolean {
    return this.cache.find(address) !== undefined;
  }

  /** Returns the machine with an address; undefined if none is registered. @throws Unavailable */
  async identify(address: string): Promise<CachedGuest | undefined> {
    const known = this.recall(address, this.parts.clock());
    if (known) return known;
    if (this.parts.feed.isLive && this.cache.isUnused(address)) return undefined;
    this.cold += 1;
    return this.lookups.find(address);
  }

  /** True if a machine has the address. Not counted as a request of a machine. @throws Unavailable */
  async isRegistered(address: string): Promise<boolean> {
    this.parts.feed.check();
    if (this.isInMemory(address)) return true;
    if (this.parts.feed.isLive && this.cache.isUnused(address)) return false;
    return (await this.lookups.find(address)) !== undefined;
  }

  /** Returns the machine with a UUID or an instance-id; undefined if it is not in the project. @throws Unavailable */
  async identifyById({ id, projectId }: { id: string; projectId: string }): Promise<CachedGuest | undefined> {
    const name = nameOfId(id);
    const guest = name === undefined ? undefined : await this.identify(name);
    return guest?.view.projectId === projectId ? guest : undefined;
  }

  /** Invalidates what a commit has changed, and nothing else. */
  invalidate(change: Change): void {
    const { reader, signing, snapshot } = this.parts;
    this.changes += 1;
    reader.noteCommit();
    if (change.everything) signing.invalidate();
    const names = this.cache.invalidate(change);
    this.lookups.restart();
    if (change.everything) void this.warm(names);
    else if (snapshot) void this.cacheWarmer.add(names);
    snapshot?.invalidate(change.ids);
    if (snapshot?.isDue) void this.warm(this.cache.names);
  }

  /** Loads the machines that an earlier process kept on disk, for use without database. Resolves with their number. */
  async restore(): Promise<number> {
    const { snapshot, signing } = this.parts;
    const { guests, key } = (await snapshot?.read()) ?? {};
    if (!guests?.size) return 0;
    if (key) signing.restore(key);
    const known = await this.loader.fromRows(guests.values());
    for (const [n, name] of [...guests.keys()].entries()) this.cache.keep(name, known[n]!);
    return this.cache.count;
  }

  close(): void {
    this.isClosed = true;
    this.cacheWarmer.close();
    this.parts.snapshot?.close();
  }

  /**
   * Begins a new snapshot, with these machines and those that an earlier process kept on disk. The old one counts until
   * all of them are in memory again.
   */
  private async warm(names: string[]): Promise<void> {
    const { snapshot } = this.parts;
    if (!snapshot || this.isClosed) return;
    snapshot.begin();
    const left = this.hasReadSnapshot ? [] : await snapshot.readNames();
    this.hasReadSnapshot = true;
    if (await this.cacheWarmer.add([...names, ...left])) snapshot.removeOthers();
  }

  private async reload(names: string[]): Promise<boolean> {
    const { changes } = this;
    await this.load(names);
    return changes === this.changes && this.parts.feed.isLive;
  }

  /** Does not keep what was looked up before a change, nor anything while changes may be missed. */
  private async load(names: string[]): Promise<Map<string, CachedGuest>> {
    const { changes } = this;
    const { rows, found } = await this.loader.load(names);
    if (changes !== this.changes || !this.parts.feed.isLive) return found;
    this.keep(names, found);
    this.keepOnDisk(rows);
    return found;
  }

  private keep(names: string[], found: Map<string, CachedGuest>): void {
    for (const name of names) {
      const guest = found.get(name);
      if (guest) found.set(name, this.cache.keep(name, guest));
      else {
        this.cache.keepUnused(name);
        this.unknown += 1;
      }
    }
  }

  private keepOnDisk(rows: GuestRow[]): void {
    const { snapshot, signing } = this.parts;
    if (!snapshot) return;
    if (snapshot.isDue) void this.warm(this.cache.names);
    if (signing.row) snapshot.keepKey(signing.row);
    for (const row of rows) snapshot.keep(row);
  }
}
