import type { Added } from './category.ts';
import type { CustomEntry } from './guest-view.ts';
import type { Shape } from './shape.ts';
import { versionDirectory } from './version-directory.ts';
import { isVersion, isVisible } from './versions.ts';

/** A path that an operator wants to add below the version, and the first version that shows it. */
export interface CustomPath {
  readonly path: string;
  readonly since?: string | null | undefined;
}

/** A problem of an entry, as a sentence for its author. */
export interface CustomProblem {
  readonly field: 'path' | 'since';
  readonly message: string;
  readonly hint?: string;
}

const maxPathLength = 255;
/** Names that cloud-init, the shell script `ec2-metadata` and URLs keep unchanged; `=` marks a key to cloud-init. */
const readableName = /^(?!\.{1,2}$)[A-Za-z0-9+\-.,_:@~]+$/;
const example = 'Write it as meta-data/rack/unit.';

/**
 * Returns the problems of each entry of an instance, in the order of the entries; an empty list for a valid one.
 *
 * Valid entries can be listed on every machine and under every version: every listed name is found, and no name is both
 * a value and a directory.
 */
export function customProblems(entries: readonly CustomPath[]): CustomProblem[][] {
  const accepted: string[] = [];
  return entries.map(({ path, since }) => {
    const problem = problemOfPath(path) ?? conflict(path, accepted);
    if (problem === undefined) accepted.push(path);
    return [problem, problemOfSince(since)].filter((found) => found !== undefined);
  });
}

/** The values that entries add under a version; undefined if there are no entries. Invalid entries add nothing. */
export function addedBy(entries: readonly CustomEntry[], version: string): Added | undefined {
  if (entries.length === 0) return undefined;
  const top: Added = new Map();
  for (const { path, since, value } of entries) {
    const allowed = allowedAt(path);
    if ('since' in allowed && isVisible(since ?? allowed.since, version)) add(top, path.split('/'), value);
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
  if (path.length > maxPathLength)
    return problem(`A path has at most ${maxPathLength} characters; this has ${path.length}.`);
  if (names.includes('')) return problem('A path has no slash at its end and no two in a row.', example);
  const unreadable = names.find((name) => !readableName.test(name));
  if (unreadable !== undefined)
    return problem(
      `Not every client can read the name "${unreadable}".`,
      'A name has letters a to z, digits and + - . , _ : @ ~ and is not "." or "..".',
    );
  const allowed = allowedAt(path);
  return 'problem' in allowed ? problem(allowed.problem) : undefined;
}

function problemOfSince(since: string | null | undefined): CustomProblem | undefined {
  if (since === null || since === undefined || isVersion(since)) return undefined;
  return {
    field: 'since',
    message: `"${since}" is not a version of the service.`,
    hint: 'Give one that the service lists, as 2009-04-04 or latest; none for every version.',
  };
}

/** Refuses two values at one path, and a value below another value. */
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
 * Checks that the table allows a value at a path on every machine. Returns the default of `since`: that of the value
 * that it overrides, or `1.0`.
 */
function allowedAt(path: string): { since: string } | { problem: string } {
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
