import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * The URL that a server works with. `sqlite::memory:` is a file that goes with the server: what is in the memory of one
 * connection no other one can read.
 */
export function withMemoryInFile(url: string): { url: string; remove(): void } {
  if (url !== 'sqlite::memory:') return { url, remove: () => {} };
  const folder = mkdtempSync(join(tmpdir(), 'cloudmeta-memory-'));
  return {
    url: `sqlite:${join(folder, 'cloudmeta.db')}`,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
