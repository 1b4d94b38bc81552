import { hash } from 'node:crypto';
import { GenerationCache } from './generation-cache.ts';

/** In characters. What is longer is seldom the same for two machines, and is not shared; longer keys are hashed. */
const longest = { text: 1024, json: 16 * 1024, key: 1024 };

const limits = { entries: 20_000, bytes: 8 * 1024 * 1024 };

/** What JSON says, and how many characters that took. */
interface Parsed {
  readonly value: unknown;
  readonly length: number;
}

/** About what a text, or what it says as JSON, takes with its place in a map. */
const bytesOf = ({ length }: string | Parsed) => 128 + 2 * length;

const texts = new GenerationCache<string>({ ...limits, bytesOf });
const parsed = new GenerationCache<Parsed>({ ...limits, bytesOf });

/**
 * The same text, and the same string as the last time: what many machines have in common, as their type, zone and
 * listings, is kept in memory once. Forgetting a value costs memory alone: whoever holds it keeps it.
 */
export function sharedText(text: string): string {
  if (text.length > longest.text) return text;
  const known = texts.get(text);
  if (known !== undefined) return known;
  texts.set(text, text);
  return text;
}

/** What JSON says, read once for all machines that have the same. Nobody may change it. */
export function sharedJson<Value>(json: string): Value {
  const { length } = json;
  if (length > longest.json) return JSON.parse(json) as Value;
  const key = length > longest.key ? hash('sha256', json, 'base64') : json;
  const known = parsed.get(key);
  if (known !== undefined) return known.value as Value;
  const value = JSON.parse(json) as Value;
  parsed.set(key, { value, length });
  return value;
}
