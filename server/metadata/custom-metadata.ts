import type { Added } from './category.ts';
import type { CustomEntry } from './guest-view.ts';
import type { Shape } from './shape.ts';
import { versionDirectory } from './version-directory.ts';
import { isVersion, isVisible } from './versions.ts';

/** What an operator wants to add to the tree: a path below the version, and the version since when it shows. */
export interface CustomPath {
  readonly path: string;
  readonly since?: string | null | undefined;
}

/** What is wrong with an entry, in a sentence for the person who gave it. */
export interface CustomProblem {
  readonly field: 'path' | 'since';
  readonly message: string;
  readonly hint?: string;
}

const longestPath = 255;
/** What cloud-init, the shell of `ec2-metadata` and every URL carry unchanged; `=` would make cloud-init look for a key. */
const readableName = /^(?!\.{1,2}$)[A-Za-z0-9+\-.,_:@~]+$/;
const example = 'Write it as meta-data/rack/unit.';

/**
 * What is wrong with each entry of an instance, in their order; nothing where all is well.
 *
 * What is accepted can be listed on every machine and under every version without a name that is not there, and
 * without one that is a value and a directory at once.
 */
export function customProblems(entries: readonly CustomPath[]): CustomProblem[][] {
  const accepted: string[] = [];
  return entries.map(({ path, since }) => {
    const problem = problemOfPath(path) ?? conflict(path, accepted);
    if (problem === undefined) accepted.push(path);
    return [problem, problemOfSince(since)].filter((found) => found !== undefined);
  });
}

/** What entries add to the directory of a version; undefined when there are none. One that does not fit adds nothing. */
export function addedBy(entries: readonly CustomEntry[], version: string): Added | undefined {
  if (entries.length === 0) return undefined;
  const top: Added = new Map();
  for (const { path, since, value } of entries) {
    const place = placeOf(path);
    if ('since' in place && isVisible(since ?? place.since, version)) add(top, path.split('/'), value);
  }
  return top;
}

function problemOfPath(path: string): CustomProblem | undefined {
  const names = path.split('/');
  const [top] = names;
  const problem = (message: string, hint?: string) =>
    ({ field: 'path', message, ...(hint && { hint }) }) as const;
  if (top === 'user-data') return problem('User-data is no custom metadata: it has fields of its own.');
  if (top !== 'meta-data' && top !== 'dynamic')
    return problem('A path of custom metadata begins with meta-data/ or dynamic/.', example);
  if (path.length > longestPath)
    return problem(`A path has at most ${longestPath} characters; this has ${path.length}.`);
  if (names.includes('')) return problem('A path has no slash at its end and no two in a row.', example);
  const unreadable = names.find((name) => !readableName.test(name));
  if (unreadable !== undefined)
    return problem(
      `Not every client can read the name "${unreadable}".`,
      'A name has letters a to z, digits and + - . , _ : @ ~ and is not "." or "..".',
    );
  const place = placeOf(path);
  return 'problem' in place ? problem(place.problem) : undefined;
}

function problemOfSince(since: string | null | undefined): CustomProblem | undefined {
  if (since === null || since === undefined || isVersion(since)) return undefined;
  return {
    field: 'since',
    message: `"${since}" is not a version of the service.`,
    hint: 'Give one that the service lists, as 2009-04-04 or latest; none for every version.',
  };
}

/** No two values at one path, and none within another. */
function conflict(path: string, others: readonly string[]): CustomProblem | undefined {
  const field = 'path';
  for (const other of others) {
    if (other === path) return { field, message: `The path ${path} is given twice.` };
    if (path.startsWith(`${other}/`))
      return { field, message: `${other} is given a value, so that nothing can be below it.` };
    if (other.startsWith(`${path}/`))
      return { field, message: `${path} is a directory, since ${other} is below it: it has no value.` };
  }
  return undefined;
}

/**
 * Whether the table leaves room for a value at a path, whatever the machine is; and since when it shows where nobody
 * says otherwise: since the value that it stands for, or always.
 */
function placeOf(path: string): { since: string } | { problem: string } {
  const passed: string[] = [];
  let at: Shape | undefined = versionDirectory.shape;
  for (const name of path.split('/')) {
    const here = passed.join('/');
    if (at?.kind === 'leaf') return { problem: `${here} is a value, so that nothing can be below it.` };
    if (at?.reserved) return { problem: at.reserved };
    if (at?.members && !at.members.pattern.test(name))
      return { problem: `Below ${here}/ comes ${at.members.called}, and not "${name}".` };
    passed.push(name);
    at = at?.child(name);
  }
  if (at?.kind !== 'directory') return { since: at?.since ?? '1.0' };
  return {
    problem: at.reserved ?? `${path} is a directory: it has no value, but there can be one below it.`,
  };
}

function add(top: Added, path: readonly string[], value: Uint8Array): void {
  let at = top;
  for (const name of path.slice(0, -1)) {
    const next = at.get(name) ?? new Map<string, Uint8Array | Added>();
    if (!(next instanceof Map)) return;
    at.set(name, next);
    at = next;
  }
  const name = path.at(-1)!;
  if (!at.has(name)) at.set(name, value);
}
