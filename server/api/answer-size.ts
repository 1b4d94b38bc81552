/** Counts the bytes of a value as JSON, or a few more. It stops above `maxBytes`, however large the value is. */
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

/** The bytes of a text as JSON. One longer than `maxBytes` is not written: JSON is at least as long as the text. */
const textSize = (text: string, maxBytes: number) =>
  text.length > maxBytes ? text.length : Buffer.byteLength(JSON.stringify(text));
