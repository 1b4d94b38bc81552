import type { GuestView } from '../metadata/guest-view.ts';
import { LookupBatcher } from './lookup-batcher.ts';
import { GuestLoader, type LoaderParts } from './guest.loader.ts';

/** Loads the views of machines as they are in the database now, for users who look at the answers. Nothing is kept. */
export class GuestPreviews {
  private readonly loader: GuestLoader;
  private readonly lookups = new LookupBatcher<GuestView>(
    (ids) => this.load(ids),
    () => this.loader.maxTogether,
  );

  constructor(private readonly parts: LoaderParts) {
    this.loader = new GuestLoader(parts);
  }

  /** Returns the view of the machine of a record; undefined if there is no such record. @throws Unavailable */
  async viewOf(recordId: string): Promise<GuestView | undefined> {
    this.lookups.restart(); // a change may have been made since the last look-up began
    return this.lookups.find(recordId);
  }

  /** Invalidates the signing key: another server may have made a new one, and no notification of it comes here. */
  private load(ids: string[]): Promise<Map<string, GuestView>> {
    this.parts.signing.invalidate();
    return this.loader.views(ids);
  }
}
