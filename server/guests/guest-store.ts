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
import { nameOfSigned, type SignedInstance } from './signed-instance.ts';

export interface GuestStoreParts extends LoaderParts {
  config: Pick<Config, 'METADATA_CACHE_INSTANCES' | 'METADATA_DOMAIN' | 'METADATA_PARTITION'>;
  feed: ChangeFeed;
  /** Where machines are kept for who starts while the database is away. */
  snapshot: GuestSnapshot | undefined;
}

/** What was counted since the start. */
export interface GuestCounts {
  /** Machines that were found in memory when they asked. */
  fromMemory: number;
  /** Requests that had to wait for a look-up. */
  cold: number;
  /** Queries of look-ups, and those of them that got no answer. */
  queries: number;
  failedQueries: number;
  /** Names that were looked up and that no machine has. */
  nobody: number;
  /** Changes of the database that were heard of. */
  changes: number;
}

/**
 * Everything about the machines that ask: who they are, and what each may be told. What was asked for once is kept in
 * memory until something that it is made of changes, and told from there while the database is away.
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
  private fromMemory = 0;
  private cold = 0;
  private nobody = 0;
  private changes = 0;

  constructor(private readonly parts: GuestStoreParts) {
    this.cache = new GuestCache(parts.config.METADATA_CACHE_INSTANCES);
    this.loader = new GuestLoader(parts);
  }

  get counts(): GuestCounts {
    const { fromMemory, cold, nobody, changes } = this;
    return { fromMemory, cold, nobody, changes, ...this.loader.counts };
  }

  /** How many machines are in memory, and how many requests wait for a look-up. */
  get state(): { inMemory: number; waiting: number } {
    return { inMemory: this.cache.count, waiting: this.lookups.waiting };
  }

  /** The machine with an address, as long as it is in memory. It asks the database nothing. */
  recall(address: string, now: Date): CachedGuest | undefined {
    const { feed } = this.parts;
    feed.check();
    const guest = this.cache.find(address);
    if (guest === undefined) return undefined;
    if (guest.endsAt <= now.getTime() && feed.isLive) return void this.cache.drop(guest);
    this.fromMemory += 1;
    return guest;
  }

  /** The machine with an address; undefined when nobody registered it. @throws Unavailable */
  async identify(address: string): Promise<CachedGuest | undefined> {
    const known = this.recall(address, this.parts.clock());
    if (known) return known;
    if (this.parts.feed.isLive && this.cache.knowsNobody(address)) return undefined;
    this.cold += 1;
    return this.lookups.find(address);
  }

  /** True if a machine has the address. For use by others than machines: it counts as no request of one. @throws Unavailable */
  async isRegistered(address: string): Promise<boolean> {
    this.parts.feed.check();
    if (this.cache.find(address)) return true;
    if (this.parts.feed.isLive && this.cache.knowsNobody(address)) return false;
    return (await this.lookups.find(address)) !== undefined;
  }

  /** The machine of a project that a trusted proxy names; undefined when the project has no such machine. @throws Unavailable */
  async identifySigned({ id, projectId }: SignedInstance): Promise<CachedGuest | undefined> {
    const name = nameOfSigned(id);
    const guest = name === undefined ? undefined : await this.identify(name);
    return guest?.view.projectId === projectId ? guest : undefined;
  }

  /** Something was committed: forgets what it makes different, and nothing else. */
  invalidate(change: Change): void {
    const { reader, signing, snapshot } = this.parts;
    this.changes += 1;
    reader.noteCommit();
    if (change.everything) signing.invalidate();
    const names = this.cache.invalidate(change);
    this.lookups.startAfresh();
    if (change.everything) void this.warm(names);
    else if (snapshot) void this.cacheWarmer.add(names);
    snapshot?.invalidate(change.ids);
  }

  /** Knows again what a process left that ended, while the database is away. Resolves with how many machines that are. */
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
    this.cacheWarmer.close();
    this.parts.snapshot?.close();
  }

  /**
   * Begins the snapshot anew, with these machines and those that a process left that ended. Until all are known again,
   * what was written before counts.
   */
  private async warm(names: string[]): Promise<void> {
    const { snapshot } = this.parts;
    if (!snapshot) return;
    snapshot.begin();
    const left = this.hasReadSnapshot ? [] : (await snapshot.read()).guests.keys();
    this.hasReadSnapshot = true;
    if (await this.cacheWarmer.add([...names, ...left])) snapshot.removeOthers();
  }

  private async reload(names: string[]): Promise<boolean> {
    const { changes } = this;
    await this.load(names);
    return changes === this.changes && this.parts.feed.isLive;
  }

  /** What was looked up before a change is not kept after it, nor what nobody would say has changed. */
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
        this.cache.keepNobody(name);
        this.nobody += 1;
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
