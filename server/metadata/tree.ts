import { isDirectory, isThere, type TreeRequest, type Directory, type TreeNode } from './category.ts';
import { addedBy } from './custom-metadata.ts';
import type { GuestView } from './guest-view.ts';
import { versionDirectory } from './version-directory.ts';
import { isVersion, versions } from './versions.ts';

type ContentType = 'text/plain' | 'application/octet-stream' | 'application/json';

/** A value. In the EC2 tree all are `text/plain`, except user-data. */
export interface Leaf {
  readonly kind: 'leaf';
  readonly content: string | Uint8Array;
  readonly contentType: ContentType;
  /** True if another client may get another answer. */
  readonly isForThisClient?: boolean;
}

/** A directory; served with one name per line. */
export interface Listing {
  readonly kind: 'listing';
  readonly names: readonly string[];
  readonly contentType: 'text/plain';
  readonly isForThisClient?: boolean;
}

export type Answer = Leaf | Listing;

/**
 * Returns the answer at a path of the EC2 tree.
 *
 * @param segments version and path, cleaned by `segmentsOf`; empty for the list of versions.
 * @returns undefined if the path is unknown, hidden from this version or without a value: a 404.
 */
export function answer(view: GuestView, segments: readonly string[]): Answer | undefined {
  const [version] = segments;
  if (version === undefined) return listing(versions);
  if (!isVersion(version)) return undefined;
  const node = nodeAt({ view, version, added: addedBy(view.customMetadata, version) }, segments);
  if (!isThere(node)) return undefined;
  if (!isDirectory(node))
    return leaf(node, segments[1] === 'user-data' ? 'application/octet-stream' : 'text/plain');
  return listing(segments.length === 1 ? withoutSlashes(node) : namesIn(node));
}

/** The node at a path whose first segment is the version. */
function nodeAt(asked: TreeRequest, segments: readonly string[]): TreeNode | undefined {
  let node: TreeNode | undefined = versionDirectory.open(asked, undefined);
  for (let depth = 1; depth < segments.length; depth += 1)
    node = isDirectory(node) ? node.child(segments[depth]!) : undefined;
  return node;
}

/**
 * Everything in `meta-data`, by the path that a client requests when it reads all: `/latest/meta-data/hostname`,
 * directories with a slash at the end. This costs little more than its longest listing.
 */
export function wholeMetaData(view: GuestView, version: string): Map<string, Answer> {
  const answers = new Map<string, Answer>();
  const top = nodeAt({ view, version, added: addedBy(view.customMetadata, version) }, [version, 'meta-data']);
  if (isDirectory(top)) walk(top, `/${version}/meta-data/`, answers);
  return answers;
}

function walk(directory: Directory, path: string, answers: Map<string, Answer>): void {
  const entries = directory.entries();
  answers.set(path, listing(entries.map(({ listed }) => listed)));
  for (const { segment, node } of entries) {
    if (isDirectory(node)) walk(node, `${path}${segment}/`, answers);
    else answers.set(`${path}${segment}`, leaf(node, 'text/plain'));
  }
}

const namesIn = (directory: Directory) => directory.entries().map(({ listed }) => listed);

/** The body of an answer: the content, or the names one per line without a trailing line break. */
export function bodyOf(found: Answer): string | Uint8Array {
  return found.kind === 'leaf' ? found.content : found.names.join('\n');
}

export function leaf(
  content: string | Uint8Array,
  contentType: ContentType = typeof content === 'string' ? 'text/plain' : 'application/octet-stream',
): Leaf {
  return { kind: 'leaf', content, contentType };
}

export function listing(names: readonly string[]): Listing {
  return { kind: 'listing', names, contentType: 'text/plain' };
}

/** AWS lists the parts of a version without slashes, unlike every other directory. */
function withoutSlashes(directory: Directory): string[] {
  return namesIn(directory).map((name) => name.replace(/\/$/, ''));
}
