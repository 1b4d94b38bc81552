import type { GuestView } from '../metadata/guest-view.ts';
import { LookupBatcher } from './lookup-batcher.ts';
import { GuestLoader, type LoaderParts } from './guest.loader.ts';

/** The views of machines as the database has them now, for people who look at what a machine is told. Nothing is kept. */
export class GuestPreviews {
  private readonly loader: GuestLoader;
  private readonly lookups = new LookupBatcher<GuestView>(
    (ids) => this.load(ids),
    () => this.loader.maxTogether,
  );

  constructor(private readonly parts: LoaderParts) {
    this.loader = new GuestLoader(parts);
  }

  /** The view of the machine of a record; undefined when there is no such record. @throws Unavailable */
  async viewOf(recordId: string): Promise<GuestView | undefined> {
    this.lookups.startAfresh(); // a change may have been made since the last look-up began
    return this.lookups.find(recordId);
  }

  /** Another server may have made a new signing key, and nobody says so here. */
  private load(ids: string[]): Promise<Map<string, GuestView>> {
    this.parts.signing.invalidate();
    return this.loader.views(ids);
  }
}
