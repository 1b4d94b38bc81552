import type { DataSource } from './data-source';

/** One answer of the metadata service, as the API returns it. */
export type MetadataAnswer = {
  status: number;
  contentType: string;
  bytes: string;
  text?: string | null;
  entries?: string[] | null;
};

export type MetadataNode = { label: string; path: string; answer: MetadataAnswer; children?: MetadataNode[] };

type Ask = (path: string) => Promise<MetadataAnswer>;

const rootDirectories = ['dynamic', 'meta-data'];

/** The path of an entry of a listing: `0=alice` under public-keys is the directory `0/`. */
function pathOf(directory: string, entry: string, isRoot: boolean): string {
  if (isRoot && rootDirectories.includes(entry)) return `${directory}${entry}/`;
  const numbered = directory.endsWith('/public-keys/') ? /^(\d+)=/.exec(entry) : null;
  return numbered ? `${directory}${numbered[1]}/` : `${directory}${entry}`;
}

async function grow(
  ask: Ask,
  { label, path }: Pick<MetadataNode, 'label' | 'path'>,
  isRoot = false,
): Promise<MetadataNode> {
  const answer = await ask(path);
  const entries = path.endsWith('/') ? answer.entries : undefined;
  if (!entries) return { label, path, answer };
  const children = await Promise.all(
    entries.map((entry) => grow(ask, { label: entry, path: pathOf(path, entry, isRoot) })),
  );
  return { label, path, answer, children };
}

/** Loads all metadata of one tree, path by path, as the machine would. */
export function growTree(ask: Ask, { top, name }: Pick<DataSource, 'top' | 'name'>): Promise<MetadataNode> {
  return grow(ask, { label: top, path: top }, name === 'EC2');
}

/** Keeps the nodes whose path or value contains the text, with their directories; undefined if there are none. */
export function pruned(node: MetadataNode, words: string): MetadataNode | undefined {
  if (!words) return node;
  const children = node.children?.flatMap((child) => pruned(child, words) ?? []);
  const hit = [node.path, node.label, node.children ? '' : (node.answer.text ?? '')]
    .join('\n')
    .toLowerCase()
    .includes(words.toLowerCase());
  if (children?.length) return { ...node, children };
  return hit && !node.children ? node : undefined;
}
