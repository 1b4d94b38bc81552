import { isDirectory, isThere, listedName, type Directory } from './category.ts';
import type { Client } from './client.ts';
import { addedBy } from './custom-metadata.ts';
import { answerAt } from './data-sources.ts';
import type { GuestView } from './guest-view.ts';
import type { Trace } from './traced-view.ts';
import { bodyOf, type Answer } from './tree.ts';
import { versionDirectory } from './version-directory.ts';
import { isVersion } from './versions.ts';

/** The trees that every machine is served, each for the clients of one data source. */
export type DataSourceName = 'EC2' | 'OPENSTACK' | 'NOCLOUD';

/** A directory or a value of a tree. */
export interface TreeEntry {
  /** The path as a client requests it; that of a directory has a slash at its end. */
  readonly path: string;
  /** The name as its directory lists it; the path for the top of the tree. */
  readonly name: string;
  /** Undefined for a directory. */
  readonly content?: string | Uint8Array;
  /** The facts of the view that the value, or the list of members of a directory, was made from. */
  readonly reads: readonly string[];
  /** True for a value of custom metadata. */
  readonly isCustom?: boolean;
}

interface Asked {
  readonly view: GuestView;
  readonly trace: Trace;
  readonly version: string;
  readonly client: Client;
}

/** Lists a tree, each directory before its entries, in the order of the listings. An unknown version has none. */
export const wholeTree: Record<DataSourceName, (asked: Asked) => Iterable<TreeEntry>> = {
  EC2: ec2Tree,
  OPENSTACK: (asked) => filesBelow(['openstack', asked.version], asked),
  NOCLOUD: (asked) => filesBelow(['nocloud'], asked),
};

function* ec2Tree({ view, trace, version }: Asked): Generator<TreeEntry> {
  if (!isVersion(version)) return;
  const added = addedBy(view.customMetadata, version);
  const { result: top } = trace(() => versionDirectory.open({ view, version, added }, undefined));
  const path = `/${version}/`;
  const custom = new Map(view.customMetadata.map((entry) => [`${path}${entry.path}`, entry.value]));
  if (isDirectory(top)) yield* walk(top, { entry: { path, name: path, reads: [] }, trace, custom });
}

interface Walk {
  /** The entry of the directory. */
  readonly entry: TreeEntry;
  readonly trace: Trace;
  /** The values of custom metadata, by their paths. */
  readonly custom: ReadonlyMap<string, Uint8Array>;
}

function* walk(directory: Directory, { entry, trace, custom }: Walk): Generator<TreeEntry> {
  yield entry;
  for (const named of directory.names()) {
    const { segment } = named;
    const { result: node, reads } = trace(() => directory.child(segment));
    if (!isThere(node)) continue;
    const name = listedName(named, node);
    const path = `${entry.path}${segment}`;
    if (isDirectory(node)) yield* walk(node, { entry: { path: `${path}/`, name, reads }, trace, custom });
    else
      yield {
        path,
        name,
        content: node,
        reads: reads.length > 0 ? reads : entry.reads, // its directory has read all values at once
        isCustom: custom.get(path) === node,
      };
  }
}

/** A directory of files, as OpenStack's versions and NoCloud are. */
function* filesBelow(segments: readonly string[], { view, trace, client }: Asked): Generator<TreeEntry> {
  const ask = (path: readonly string[]): Answer | undefined => answerAt(view, path, client);
  const top = ask(segments);
  if (top?.kind !== 'listing') return;
  const path = `/${segments.join('/')}/`;
  yield { path, name: path, reads: [] };
  for (const name of top.names) {
    const { result: file, reads } = trace(() => ask([...segments, name]));
    if (file) yield { path: `${path}${name}`, name, content: bodyOf(file), reads };
  }
}
