import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import type { Change } from '../database/change.ts';
import type { ChangeFeed } from '../database/change-feed.ts';
import type { Reader } from '../database/reader.ts';
import type { SigningKeyCache } from '../identity/signing-key.cache.ts';
import type { GuestView } from '../metadata/guest-view.ts';
import type { Seal } from '../seal.ts';
import { ColdLookups } from './cold-lookups.ts';
import { GuestCache } from './guest.cache.ts';
import type { GuestRow } from './guest-row.ts';
import { guestStatement } from './guest-statement.ts';
import { guestView, nextNotice, recordsOf, type Surroundings } from './guest-view.loader.ts';
import { KnownGuest } from './known-guest.ts';
import type { SignedInstance } from './signed-instance.ts';

export interface GuestsParts {
  config: Pick<Config, 'METADATA_CACHE_INSTANCES' | 'METADATA_DOMAIN' | 'METADATA_PARTITION'>;
  reader: Reader;
  feed: ChangeFeed;
  seal: Seal;
  signing: SigningKeyCache;
  clock: Clock;
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
export class Guests {
  private readonly cache: GuestCache;
  private readonly lookups = new ColdLookups<KnownGuest>((names) => this.load(names));
  private readonly previews = new ColdLookups<GuestView>((ids) => this.loadViews(ids));
  private readonly statement: string;
  readonly counts: GuestCounts = {
    fromMemory: 0,
    cold: 0,
    queries: 0,
    failedQueries: 0,
    nobody: 0,
    changes: 0,
  };

  constructor(private readonly parts: GuestsParts) {
    this.cache = new GuestCache(parts.config.METADATA_CACHE_INSTANCES);
    this.statement = guestStatement(parts.reader.dialect);
  }

  /** How many machines are in memory, and how many requests wait for a look-up. */
  get state(): { inMemory: number; waiting: number } {
    return { inMemory: this.cache.count, waiting: this.lookups.waiting };
  }

  /** The machine with an address, as long as it is in memory. It asks the database nothing. */
  recall(address: string, now: Date): KnownGuest | undefined {
    this.parts.feed.check();
    const guest = this.cache.find(address, now);
    if (guest) this.counts.fromMemory += 1;
    return guest;
  }

  /** The machine with an address; undefined when nobody registered it. @throws Unavailable */
  async identify(address: string): Promise<KnownGuest | undefined> {
    const known = this.recall(address, this.parts.clock());
    if (known) return known;
    if (this.parts.feed.isLive && this.cache.knowsNobody(address)) return undefined;
    this.counts.cold += 1;
    return this.lookups.find(address);
  }

  /** The machine of a project that a trusted proxy names; undefined when the project has no such machine. @throws Unavailable */
  async identifySigned({ id, projectId }: SignedInstance): Promise<KnownGuest | undefined> {
    const guest = await this.identify(id.startsWith('i-') ? id : id.toLowerCase());
    return guest?.view.projectId === projectId ? guest : undefined;
  }

  /** What the machine of a record may be told, as the database has it; undefined when it has no such record. @throws Unavailable */
  viewOf(recordId: string): Promise<GuestView | undefined> {
    return this.previews.find(recordId);
  }

  /** Something was committed: forgets what it makes different, and nothing else. */
  hear(change: Change): void {
    this.counts.changes += 1;
    this.parts.reader.noteCommit();
    if (change.everything) this.parts.signing.forget();
    this.cache.forget(change);
    this.lookups.startAfresh();
    this.previews.startAfresh();
  }

  /** What was looked up before a change is not kept after it. */
  private async load(names: string[]): Promise<Map<string, KnownGuest>> {
    const { changes } = this.counts;
    const around = await this.surroundings();
    const rows = await this.rowsOf(names);
    const found = new Map(rows.map((row) => [row.name, this.known(row, around)]));
    if (changes === this.counts.changes) this.keep(names, found);
    return found;
  }

  private async rowsOf(names: string[]): Promise<GuestRow[]> {
    this.counts.queries += 1;
    try {
      return await this.parts.reader.rows<GuestRow>(this.statement, names);
    } catch (error) {
      this.counts.failedQueries += 1;
      throw error;
    }
  }

  private async loadViews(ids: string[]): Promise<Map<string, GuestView>> {
    const around = await this.surroundings();
    const rows = await this.rowsOf(ids);
    return new Map(rows.map((row) => [row.name, guestView(row, around)]));
  }

  private keep(names: string[], found: Map<string, KnownGuest>): void {
    for (const name of names) {
      const guest = found.get(name);
      if (guest) found.set(name, this.cache.keep(name, guest));
      else {
        this.cache.keepNobody(name);
        this.counts.nobody += 1;
      }
    }
  }

  private known(row: GuestRow, around: Surroundings): KnownGuest {
    const { now } = around;
    const facts = {
      id: row.id,
      view: guestView(row, around),
      records: recordsOf(row),
      endsAt: nextNotice(row, now),
    };
    return new KnownGuest(facts);
  }

  private async surroundings(): Promise<Surroundings> {
    const { config, seal, signing, clock } = this.parts;
    return { config, seal, signer: await signing.signerNow(), now: clock() };
  }
}
