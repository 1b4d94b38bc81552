import { join } from 'node:path';

/**
 * The URL that a server works with. `sqlite::memory:` is a file in a temporary folder: what is in the memory of one
 * connection no other one can read.
 */
export const withMemoryInFile = async (url: string, temporary: () => Promise<string>): Promise<string> =>
  url === 'sqlite::memory:' ? `sqlite:${join(await temporary(), 'cloudmeta.db')}` : url;
