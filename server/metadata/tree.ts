import { isDirectory, isThere, type Directory, type Place } from './category.ts';
import { addedBy } from './custom-metadata.ts';
import type { GuestView } from './guest-view.ts';
import { versionDirectory } from './version-directory.ts';
import { isVersion, versions } from './versions.ts';

type ContentType = 'text/plain' | 'application/octet-stream' | 'application/json';

/** A value. In the EC2 tree all are `text/plain`, but for the bytes of user-data. */
export interface Leaf {
  readonly kind: 'leaf';
  readonly content: string | Uint8Array;
  readonly contentType: ContentType;
}

/** A directory: one name a line, as served. */
export interface Listing {
  readonly kind: 'listing';
  readonly names: readonly string[];
  readonly contentType: 'text/plain';
}

export type Answer = Leaf | Listing;

/**
 * What a machine is told at a path.
 *
 * @param segments version and path, cleaned by `segmentsOf`; none at all is the list of versions.
 * @returns undefined where the path is unknown, hidden from this version or without a value: a 404.
 */
export function answer(view: GuestView, segments: readonly string[]): Answer | undefined {
  const [version, ...path] = segments;
  if (version === undefined) return listing(versions);
  if (!isVersion(version)) return undefined;
  const top = versionDirectory.open(
    { view, version, added: addedBy(view.customMetadata, version) },
    undefined,
  );
  const place = path.reduce<Place | undefined>(
    (at, name) => (isDirectory(at) ? at.child(name) : undefined),
    top,
  );
  if (!isThere(place)) return undefined;
  if (!isDirectory(place))
    return leaf(place, path[0] === 'user-data' ? 'application/octet-stream' : 'text/plain');
  return listing(path.length === 0 ? withoutSlashes(place) : place.names());
}

/** The body of an answer: the content, or the names one a line without a line break at the end. */
export function bytesOf(found: Answer): Uint8Array {
  const body = found.kind === 'leaf' ? found.content : found.names.join('\n');
  return typeof body === 'string' ? Buffer.from(body) : body;
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
  return directory.names().map((name) => name.replace(/\/$/, ''));
}
