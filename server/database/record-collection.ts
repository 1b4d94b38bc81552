import type { Collection } from '@mikro-orm/core';

/** How wanted things meet the records that are there. */
interface Matching<Owned extends object, Wanted> {
  /** What a record is known by, and what a wanted thing is to be known by. */
  keyOf(owned: Owned): string;
  keyFor(wanted: Wanted): string;
  make(wanted: Wanted, position: number): Owned;
  /** Gives a record, new or there already, what the wanted thing says. */
  change(owned: Owned, wanted: Wanted, position: number): void;
}

/** Makes a collection hold exactly what is wanted, in this order; what is there already keeps its row. The first of a key counts. */
export function holdExactly<Owned extends object, Wanted>(
  collection: Collection<Owned>,
  wanted: Wanted[],
  { keyOf, keyFor, make, change }: Matching<Owned, Wanted>,
): void {
  const known = new Map(collection.getItems().map((owned) => [keyOf(owned), owned]));
  const kept = new Map<string, Owned>();
  for (const one of wanted) {
    const key = keyFor(one);
    if (kept.has(key)) continue;
    const owned = known.get(key) ?? make(one, kept.size);
    change(owned, one, kept.size);
    kept.set(key, owned);
  }
  collection.set([...kept.values()]);
}
