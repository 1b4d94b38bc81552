/** Records per chunk: enough for few statements, and few enough to block the event loop only briefly. */
const defaultChunkSize = 500;

/** Splits a list into chunks, to be processed one after another. */
export function* chunksOf<Item>(all: readonly Item[], size = defaultChunkSize): Iterable<Item[]> {
  for (let start = 0; start < all.length; start += size) yield all.slice(start, start + size);
}
