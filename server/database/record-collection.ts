import type { Collection } from '@mikro-orm/core';

/** Matches inputs to existing records. */
interface Matching<Owned extends object, Input> {
  /** The key of a record, and the key of an input. */
  keyOf(owned: Owned): string;
  keyFor(input: Input): string;
  make(input: Input, position: number): Owned;
  /** Applies an input to its record, new or existing. */
  change(owned: Owned, input: Input, position: number): void;
}

/** Makes a collection match the inputs in their order; existing records keep their rows. The first of a key counts. */
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
