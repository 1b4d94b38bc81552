import { statSync } from 'node:fs';

/** A connection to SQLite, which makes a statement of a text. */
type Execute = (sql: string) => Promise<unknown>;

interface AttachedFileParts {
  path: string;
  /** The name by which statements of the connection find it. */
  schema: string;
  cacheKib: number;
}

/** The time until a file that could not be attached is tried again, in milliseconds. */
const retryDelayMs = 5_000;

/**
 * A file that a connection to SQLite reads beside its own. It may be thrown away and made anew at any time: a connection
 * that has it open would go on reading the one that is gone.
 */
export class AttachedFile {
  /** The number by which the system knows the file that is attached. */
  private file: number | undefined;
  private failedAtMs = Number.NEGATIVE_INFINITY;

  constructor(private readonly parts: AttachedFileParts) {}

  /** Attaches what has the name now. What cannot be read is left out: everything else can be read without it. */
  async follow(execute: Execute): Promise<void> {
    const { path, schema, cacheKib } = this.parts;
    const found = statSync(path, { throwIfNoEntry: false })?.ino;
    if (found === this.file || performance.now() < this.failedAtMs + retryDelayMs) return;
    try {
      if (this.file !== undefined) await execute(`detach database ${schema}`);
      this.file = undefined;
      if (found === undefined) return; // SQLite would make it
      await execute(`attach database '${path.replaceAll("'", "''")}' as ${schema}`);
      this.file = found;
      await execute(`pragma ${schema}.cache_size = -${cacheKib}`);
    } catch {
      this.failedAtMs = performance.now();
    }
  }
}
