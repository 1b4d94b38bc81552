/** The number of records per transaction: fewer make a job slower, and more delay other writers for longer. */
const usualSize = 500;

/** The number of tries for a whole chunk: one that failed because of a race does not fail again. */
const triesAsWhole = 3;

/** The failures of a job so far. */
interface Trouble {
  failures: number;
  /** The number of records that are to be tried one by one. */
  left: number;
}

/**
 * Decides the number of records per chunk for each job. If a chunk fails repeatedly with unexpected errors, its records
 * are tried one by one, so that one of them does not block the others.
 */
export class ChunkSizes {
  private readonly troubles = new Map<string, Trouble>();

  of(job: string): number {
    return (this.troubles.get(job)?.left ?? 0) > 0 ? 1 : usualSize;
  }

  /** Notes a chunk that succeeded. */
  noteDone(job: string): void {
    const trouble = this.troubles.get(job);
    if (!trouble) return;
    if (trouble.left > 1) trouble.left -= 1;
    else this.troubles.delete(job);
  }

  /** Notes a chunk that failed. @returns true if it was one record that was tried alone, which is to be given up */
  noteFailure(job: string, size: number): boolean {
    const trouble = this.troubles.get(job) ?? { failures: 0, left: 0 };
    this.troubles.set(job, trouble);
    if (trouble.left > 0) {
      this.noteDone(job);
      return true;
    }
    trouble.failures += 1;
    if (trouble.failures >= triesAsWhole) trouble.left = size;
    return false;
  }

  remove(job: string): void {
    this.troubles.delete(job);
  }
}
