/** Reads a machine's metadata through the API: the same answers as over HTTP, for many paths at once. */
import type { World } from './world.ts';

/** The answer to a machine at a path; the bytes as base64. */
export interface ApiAnswer {
  status: number;
  contentType: string;
  bytes: string;
  entries: string[] | null;
}

/** The number of paths in one operation, which may have 50 aliases. */
const pathsAtOnce = 40;

/** Returns the answers that the API shows for the machine, by path. */
export async function answersByApi(
  world: World,
  hostname: string,
  paths: readonly string[],
): Promise<Map<string, ApiAnswer>> {
  const answers = new Map<string, ApiAnswer>();
  for (let from = 0; from < paths.length; from += pathsAtOnce) {
    const some = paths.slice(from, from + pathsAtOnce);
    const fields = some.map(
      (path, n) => `p${n}: metadata(path: ${JSON.stringify(path)}) { status contentType bytes entries }`,
    );
    const query = `query ($hostname: String) { instance(by: { hostname: $hostname }) { ${fields.join(' ')} } }`;
    const { instance } = await world.data<{ instance: Record<string, ApiAnswer> }>(
      query,
      { hostname },
      { as: 'viewer' },
    );
    for (const [n, path] of some.entries()) answers.set(path, instance[`p${n}`]!);
  }
  return answers;
}
