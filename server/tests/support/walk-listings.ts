/** Finds every path that listings lead to, as a client does. */
import { quoted } from './cloud-init.ts';
import type { ApiAnswer } from './answers-by-api.ts';

export const bodyOf = ({ bytes }: ApiAnswer) => Buffer.from(bytes, 'base64').toString();

/** Returns the paths that a listing leads to; a directory's ends with a slash. */
function pathsIn(directory: string, listing: string): string[] {
  const inKeys = directory.endsWith('/public-keys/');
  const isVersion = /^\/[^/]+\/$/.test(directory);
  return listing.split('\n').map((name) => {
    if (inKeys) return `${directory}${name.slice(0, name.indexOf('='))}/`;
    if (name.endsWith('/')) return `${directory}${quoted(name.slice(0, -1))}/`;
    return `${directory}${quoted(name)}${isVersion && name !== 'user-data' ? '/' : ''}`;
  });
}

/** Reads several paths at once. */
export type Ask = (paths: string[]) => Promise<Map<string, ApiAnswer>>;

/** Returns every answer below a directory, by path, following each listing. @throws Error if a path is missing */
export async function walk(path: string, ask: Ask): Promise<Map<string, ApiAnswer>> {
  const found = new Map<string, ApiAnswer>();
  for (let level = [path]; level.length > 0;) {
    const answers = await ask(level);
    const missing = level.filter((one) => answers.get(one)?.status !== 200);
    if (missing.length > 0) throw new Error(`listed, but not there: ${missing.join(' ')}`);
    for (const one of level) found.set(one, answers.get(one)!);
    level = level.flatMap((one) => (one.endsWith('/') ? pathsIn(one, bodyOf(answers.get(one)!)) : []));
  }
  return found;
}
