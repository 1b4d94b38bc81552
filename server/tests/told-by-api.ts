/** What the API says that a machine is told: the same answers as over HTTP, for many paths at once. */
import type { World } from './world.ts';

/** What a machine is told at a path; the bytes as base64. */
export interface Told {
  status: number;
  contentType: string;
  bytes: string;
  entries: string[] | null;
}

/** A question may have no more names of its own. */
const pathsAtOnce = 40;

/** What the API says that the machine is told, by path. */
export async function toldByApi(
  world: World,
  hostname: string,
  paths: readonly string[],
): Promise<Map<string, Told>> {
  const told = new Map<string, Told>();
  for (let from = 0; from < paths.length; from += pathsAtOnce) {
    const some = paths.slice(from, from + pathsAtOnce);
    const fields = some.map(
      (path, n) => `p${n}: metadata(path: ${JSON.stringify(path)}) { status contentType bytes entries }`,
    );
    const query = `query ($hostname: String) { instance(by: { hostname: $hostname }) { ${fields.join(' ')} } }`;
    const { instance } = await world.data<{ instance: Record<string, Told> }>(
      query,
      { hostname },
      { as: 'viewer' },
    );
    for (const [n, path] of some.entries()) told.set(path, instance[`p${n}`]!);
  }
  return told;
}
