/** How many different values are remembered before it begins anew. */
const most = 20_000;

const texts = new Map<string, string>();
const parsed = new Map<string, unknown>();

/**
 * The same text, and the same string as the last time: what many machines have in common, as their type, zone and
 * listings, is kept in memory once.
 */
export const sharedText = (text: string): string => once(texts, text, () => text);

/** What JSON says, read once for all machines that have the same. Nobody may change it. */
export const sharedJson = <Value>(json: string): Value =>
  once(parsed, json, () => JSON.parse(json) as unknown) as Value;

/** Who holds on to a value keeps it; to forget some costs memory alone. */
function once<Value>(known: Map<string, Value>, key: string, make: () => Value): Value {
  const found = known.get(key);
  if (found !== undefined) return found;
  if (known.size >= most) known.clear();
  const made = make();
  known.set(key, made);
  return made;
}
