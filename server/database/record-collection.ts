import type { Collection } from '@mikro-orm/core';

/** How wanted things meet the records that are there. */
interface Matching<Owned extends object, Input> {
  /** What a record is known by, and what a wanted thing is to be known by. */
  keyOf(owned: Owned): string;
  keyFor(inputs: Input): string;
  make(inputs: Input, position: number): Owned;
  /** Gives a record, new or there already, what the wanted thing says. */
  change(owned: Owned, inputs: Input, position: number): void;
}

/** Makes a collection hold exactly what is wanted, in this order; what is there already keeps its row. The first of a key counts. */
export function syncCollection<Owned extends object, Input>(
  collection: Collection<Owned>,
  inputs: Input[],
  { keyOf, keyFor, make, change }: Matching<Owned, Input>,
): void {
  const known = new Map(collection.getItems().map((owned) => [keyOf(owned), owned]));
  const kept = new Map<string, Owned>();
  for (const one of inputs) {
    const key = keyFor(one);
    if (kept.has(key)) continue;
    const owned = known.get(key) ?? make(one, kept.size);
    change(owned, one, kept.size);
    kept.set(key, owned);
  }
  collection.set([...kept.values()]);
}
