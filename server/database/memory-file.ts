import { join } from 'node:path';

/**
 * The URL that a server works with. `sqlite::memory:` becomes a file in a temporary folder: an in-memory database can
 * be read only by the connection that opened it.
 */
export const withMemoryInFile = async (url: string, temporary: () => Promise<string>): Promise<string> =>
  url === 'sqlite::memory:' ? `sqlite:${join(await temporary(), 'cloudmeta.db')}` : url;
