import { hash } from 'node:crypto';
import { GenerationCache } from './generation-cache.ts';

/** The maximum characters. Longer values seldom occur twice and are not shared; longer keys are hashed. */
const maxCharacters = { text: 1024, json: 16 * 1024, key: 1024 };

const limits = { entries: 20_000, bytes: 8 * 1024 * 1024 };

/** The value of a JSON text, and the number of its characters. */
interface Parsed {
  readonly value: unknown;
  readonly length: number;
}

/** The approximate bytes that a text, or its value as JSON, takes with its entry in a map. */
const bytesOf = ({ length }: string | Parsed) => 128 + 2 * length;

const texts = new GenerationCache<string>({ ...limits, bytesOf });
const parsed = new GenerationCache<Parsed>({ ...limits, bytesOf });

/**
 * Returns an equal text, and the same string as the last time: values that many machines have, such as their type, zone
 * and listings, are in memory once. Entries still referenced survive; evicting a value only costs memory.
 */
export function sharedText(text: string): string {
  if (text.length > maxCharacters.text) return text;
  const known = texts.get(text);
  if (known !== undefined) return known;
  texts.set(text, text);
  return text;
}

/** Parses JSON, once for all machines that have the same. The caller must not modify the result. */
export function sharedJson<Value>(json: string): Value {
  const { length } = json;
  if (length > maxCharacters.json) return JSON.parse(json) as Value;
  const key = length > maxCharacters.key ? hash('sha256', json, 'base64') : json;
  const known = parsed.get(key);
  if (known !== undefined) return known.value as Value;
  const value = JSON.parse(json) as Value;
  parsed.set(key, { value, length });
  return value;
}
