import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';

type Content = string | Uint8Array;

/** In bytes. Shorter contents are kept where they are used: an entry of the store costs as much as they do. */
export const smallestStored = 1024;

const bytesOf = (content: Content) => Math.max(1, Buffer.byteLength(content));

/** Keeps contents once, by a hash, however many machines have the same. Those that were used longest ago are evicted. */
export class ContentStore {
  private readonly contents: LRUCache<string, Content>;

  /** A content that is larger than `maxBytes` is not kept at all. */
  constructor(maxBytes: number) {
    this.contents = new LRUCache({ maxSize: maxBytes, sizeCalculation: bytesOf });
  }

  /** Of all contents together. */
  get bytes(): number {
    return this.contents.calculatedSize;
  }

  /** The key of a content, under which it is found until it is evicted. */
  put(content: Content): string {
    const key = keyOf(content);
    if (this.contents.get(key) === undefined) this.contents.set(key, content);
    return key;
  }

  find(key: string): Content | undefined {
    return this.contents.get(key);
  }

  /** The same bytes, and the same object as the last time, where they are long enough and not evicted. */
  share(bytes: Uint8Array): Uint8Array {
    if (bytes.length < smallestStored) return bytes;
    return (this.find(this.put(bytes)) as Uint8Array | undefined) ?? bytes;
  }
}

/** Of all cached machines of this process together. */
export const contentStore = new ContentStore(32 * 1024 * 1024);

/** SHA-256, so that nobody can make two contents of one key; a text is another content than its bytes. */
const keyOf = (content: Content) =>
  (typeof content === 'string' ? 't' : 'b') + hash('sha256', content, 'base64');
