interface Limits<Value> {
  readonly entries: number;
  readonly bytes: number;
  bytesOf(value: Value): number;
}

/**
 * Keeps values in bounded memory as long as they are used: whenever half of it is full, the values not used since the
 * time before are evicted. A look-up costs as much as in a map, a third of that of an LRU cache.
 */
export class GenerationCache<Value> {
  private young = new Map<string, Value>();
  private old = new Map<string, Value>();
  private youngBytes = 0;

  constructor(private readonly limits: Limits<Value>) {}

  get(key: string): Value | undefined {
    const young = this.young.get(key);
    if (young !== undefined) return young;
    const old = this.old.get(key);
    if (old !== undefined) this.set(key, old);
    return old;
  }

  set(key: string, value: Value): void {
    if (this.isHalfFull) {
      this.old = this.young;
      this.young = new Map();
      this.youngBytes = 0;
    }
    this.young.set(key, value);
    this.youngBytes += this.limits.bytesOf(value);
  }

  private get isHalfFull(): boolean {
    return this.young.size >= this.limits.entries / 2 || this.youngBytes >= this.limits.bytes / 2;
  }
}
