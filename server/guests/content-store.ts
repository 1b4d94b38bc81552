import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';

type Content = string | Uint8Array;

/** In bytes. Shorter contents are kept by their users: an entry of the store costs as much as they do. */
export const minStoredBytes = 1024;

const bytesOf = (content: Content) => Math.max(1, Buffer.byteLength(content));

/** Keeps each content once, by a hash, for all machines that have it. The least recently used contents are evicted. */
export class ContentStore {
  private readonly contents: LRUCache<string, Content>;

  /** A content that is larger than `maxBytes` is not kept at all. */
  constructor(maxBytes: number) {
    this.contents = new LRUCache({ maxSize: maxBytes, sizeCalculation: bytesOf });
  }

  /** The size of all contents together. */
  get bytes(): number {
    return this.contents.calculatedSize;
  }

  /** Stores a content. Returns its key, under which it is found until it is evicted. */
  put(content: Content): string {
    const key = keyOf(content);
    if (this.contents.get(key) === undefined) this.contents.set(key, content);
    return key;
  }

  find(key: string): Content | undefined {
    return this.contents.get(key);
  }

  /** Returns the same bytes, and the same object as the last time if they are long enough and not evicted. */
  share(bytes: Uint8Array): Uint8Array {
    if (bytes.length < minStoredBytes) return bytes;
    return (this.find(this.put(bytes)) as Uint8Array | undefined) ?? bytes;
  }
}

/** The contents of all cached machines of this process. */
export const contentStore = new ContentStore(32 * 1024 * 1024);

/** SHA-256, so that no two contents with one key can be made; a text is a different content than its bytes. */
const keyOf = (content: Content) =>
  (typeof content === 'string' ? 't' : 'b') + hash('sha256', content, 'base64');
