/** About how many bytes of JSON a value becomes, and not fewer; counting ends beyond the most, so that it takes no longer than that is large. */
export function jsonSize(value: unknown, maxBytes: number): number {
  if (typeof value === 'string') return textSize(value, maxBytes);
  if (typeof value !== 'object' || value === null) return 5;
  const parts = Array.isArray(value) ? value.map((item) => ['', item] as const) : Object.entries(value);
  let bytes = 2;
  for (const [key, part] of parts) {
    bytes += key.length + 4 + jsonSize(part, maxBytes - bytes);
    if (bytes > maxBytes) break;
  }
  return bytes;
}

/** A text is written at least as long as it is; how much longer, JSON itself says. */
const textSize = (text: string, maxBytes: number) =>
  text.length > maxBytes ? text.length : Buffer.byteLength(JSON.stringify(text));
