import type { MetadataEntryFragment } from '../generated/graphql';

/** A path of a tree; a directory has children. */
export type MetadataNode = { entry: MetadataEntryFragment; children?: MetadataNode[] };

/** The directory of a path. */
const parentOf = (path: string) => path.replace(/[^/]+\/?$/, '');

/** Builds the tree of entries, of which each directory comes before what is in it; undefined if there are none. */
export function treeOf(entries: readonly MetadataEntryFragment[]): MetadataNode | undefined {
  const directories = new Map<string, MetadataNode[]>();
  let top: MetadataNode | undefined;
  for (const entry of entries) {
    const node: MetadataNode = entry.kind === 'DIRECTORY' ? { entry, children: [] } : { entry };
    if (node.children) directories.set(entry.path, node.children);
    directories.get(parentOf(entry.path))?.push(node);
    top ??= node;
  }
  return top;
}

/** Keeps the nodes whose path or value contains the text, with their directories; undefined if there are none. */
export function pruned(node: MetadataNode, words: string): MetadataNode | undefined {
  if (!words) return node;
  const children = node.children?.flatMap((child) => pruned(child, words) ?? []);
  const { path, name, text } = node.entry;
  const isHit = [path, name, text ?? ''].join('\n').toLowerCase().includes(words.toLowerCase());
  if (children?.length) return { ...node, children };
  return isHit && !node.children ? node : undefined;
}
