/** Counts the bytes that a value becomes as JSON, or a few more. It ends beyond the most, however large the value is. */
export function jsonSize(value: unknown, maxBytes: number): number {
  if (typeof value === 'string') return textSize(value, maxBytes);
  if (typeof value !== 'object' || value === null) return String(value).length;
  const parts = Array.isArray(value) ? value.map((item) => ['', item] as const) : Object.entries(value);
  let bytes = 2;
  for (const [key, part] of parts) {
    bytes += textSize(key, maxBytes) + 2 + jsonSize(part, maxBytes - bytes);
    if (bytes > maxBytes) break;
  }
  return bytes;
}

/** A text is written at least as long as it is; how much longer, JSON itself says. */
const textSize = (text: string, maxBytes: number) =>
  text.length > maxBytes ? text.length : Buffer.byteLength(JSON.stringify(text));
