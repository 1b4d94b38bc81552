/** Records that are worked on in one transaction: fewer make it slower, and more hold up everybody else for longer. */
const usualSize = 500;

/** Attempts for a chunk as a whole: one that failed for a race does not fail again. */
const triesAsWhole = 3;

/** The failures of a job so far. */
interface Trouble {
  failures: number;
  /** The records that are to be tried one by one. */
  left: number;
}

/**
 * The number of records of each job that are worked on at once. Where a chunk fails again and again unexpectedly,
 * its records are tried one by one, so that one of them keeps nobody else from being worked on.
 */
export class ChunkSizes {
  private readonly troubles = new Map<string, Trouble>();

  of(job: string): number {
    return (this.troubles.get(job)?.left ?? 0) > 0 ? 1 : usualSize;
  }

  /** A chunk was worked on. */
  noteDone(job: string): void {
    const trouble = this.troubles.get(job);
    if (!trouble) return;
    if (trouble.left > 1) trouble.left -= 1;
    else this.troubles.delete(job);
  }

  /** A chunk of some records failed. @returns true where it is one record that was tried alone: it is to be given up */
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
