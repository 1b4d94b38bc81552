/** Records worked on at once: enough for few statements, and few enough for a short stop of the event loop. */
const usualSize = 500;

/** A list in parts, to be worked on one after another. */
export function* chunksOf<Item>(all: readonly Item[], size = usualSize): Iterable<Item[]> {
  for (let start = 0; start < all.length; start += size) yield all.slice(start, start + size);
}
