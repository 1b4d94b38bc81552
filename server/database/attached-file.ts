import { statSync } from 'node:fs';

/** Runs an SQL text on a connection to SQLite. */
type Execute = (sql: string) => Promise<unknown>;

interface AttachedFileParts {
  path: string;
  /** The schema name that the connection's statements use for it. */
  schema: string;
  cacheKib: number;
}

/** The time before another try to attach a file that could not be attached, in milliseconds. */
const retryDelayMs = 5_000;

/**
 * A second file that a connection to SQLite reads beside its own. It may be deleted and created anew at any time: a
 * connection that has it open would go on reading the deleted one.
 */
export class AttachedFile {
  /** The inode number of the attached file. */
  private file: number | undefined;
  private failedAtMs = Number.NEGATIVE_INFINITY;

  constructor(private readonly parts: AttachedFileParts) {}

  /** Attaches the file that is at the path now. One that cannot be read is skipped: the rest works without it. */
  async follow(execute: Execute): Promise<void> {
    const { path, schema, cacheKib } = this.parts;
    const found = statSync(path, { throwIfNoEntry: false })?.ino;
    if (found === this.file || performance.now() < this.failedAtMs + retryDelayMs) return;
    try {
      if (this.file !== undefined) await execute(`detach database ${schema}`);
      this.file = undefined;
      if (found === undefined) return; // SQLite would create it
      await execute(`attach database '${path.replaceAll("'", "''")}' as ${schema}`);
      this.file = found;
      await execute(`pragma ${schema}.cache_size = -${cacheKib}`);
    } catch {
      this.failedAtMs = performance.now();
    }
  }
}
