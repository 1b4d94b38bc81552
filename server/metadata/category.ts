import type { GuestView } from './guest-view.ts';
import type { DirectoryShape, MemberNames, Shape } from './shape.ts';
import { isVisible } from './versions.ts';

/** The content of a leaf, or a directory. */
export type TreeNode = string | Uint8Array | Directory;

/** A directory as one view shows it under one version. Its content is evaluated only when read. */
export interface Directory {
  child(name: string): TreeNode | undefined;
  /** The names of everything that may be in it, ordered by bytes; nothing is evaluated. */
  names(): readonly Name[];
  /** Ordered by bytes, without absent nodes. */
  entries(): Entry[];
  /** True if it has no entries; an empty directory is treated as absent. */
  isEmpty(): boolean;
}

export interface Entry {
  readonly segment: string;
  /** The name in the listing: a directory has a slash at the end, unless `listedAs` gives another form. */
  readonly listed: string;
  readonly node: TreeNode;
}

/** Custom metadata added to a directory of the table, by name: a value, or the additions to a subdirectory. */
export type Added = Map<string, Uint8Array | Added>;

/** The view and the version of a request, and the custom metadata added to the requested directory. */
export interface TreeRequest {
  readonly view: GuestView;
  readonly version: string;
  readonly added?: Added | undefined;
}

/** A leaf. Its value depends only on the view (in a repeated group also on the item); empty counts as absent. */
export type Line<Item> = readonly [
  path: string,
  since: string,
  value: (view: GuestView, item: Item) => string | Uint8Array | undefined,
];

/** A part of the tree: its shape, the same for every machine, and `open`, which evaluates it for one machine. */
export interface Subtree<Item, Kind extends Shape = Shape> {
  readonly path: string;
  readonly shape: Kind;
  open(request: TreeRequest, item: Item): TreeNode | undefined;
}

/** A row of a table. In a repeated group `Item` is the type that the group repeats for. */
export type Category<Item> = Line<Item> | Subtree<Item>;

export interface Name {
  readonly segment: string;
  /** The name in the listing, if it differs from the segment. */
  readonly listedAs?: string | undefined;
}

/** A member of a repeated group, and the item that it represents. */
export interface Member<Of> extends Name {
  readonly of: Of;
}

/** The items that a group repeats for, and the allowed names of its members. */
export interface Members<Item, Of> extends MemberNames {
  of(view: GuestView, item: Item): readonly Member<Of>[];
}

/** A directory with a subdirectory for each member; `table` describes each subdirectory. */
export function each<Item, Of>(
  path: string,
  members: Members<Item, Of>,
  table: readonly Category<Of>[],
): Subtree<Item, DirectoryShape> {
  const inside = subtree('', table);
  return {
    path,
    shape: { kind: 'directory', child: () => inside.shape, members },
    open(request, item) {
      const found = new Map(members.of(request.view, item).map((member) => [member.segment, member]));
      return directory(
        () => inOrder([...found.values()]),
        (name) => {
          const member = found.get(name);
          return member && inside.open(below(request, name), member.of);
        },
      );
    },
  };
}

/** A directory of leaves whose names come from the view too. Here an empty value is a leaf; undefined is none. */
export function leaves<Item>(
  path: string,
  since: string,
  entries: (view: GuestView, item: Item) => readonly (readonly [name: string, value: string | undefined])[],
): Subtree<Item, DirectoryShape> {
  return {
    path,
    shape: { kind: 'directory', child: () => ({ kind: 'leaf', since }) },
    open(request, item) {
      const own = isVisible(since, request.version) ? entries(request.view, item) : [];
      const found = new Map<string, TreeNode | undefined>(own);
      for (const name of request.added?.keys() ?? []) found.set(name, addedValue(request, name));
      return directory(
        () => inOrder([...found.keys()].map((segment) => ({ segment }))),
        (name) => found.get(name),
      );
    },
  };
}

/** The directory that a table describes. */
export function subtree<Item>(path: string, table: readonly Category<Item>[]): Subtree<Item, DirectoryShape> {
  const parts = partsOf(table);
  const names = inOrder([...parts.keys()].map((segment) => ({ segment })));
  return {
    path,
    shape: { kind: 'directory', child: (name) => parts.get(name)?.shape },
    open: (request, item) =>
      directory(
        () => (request.added ? withAdded(names, request.added) : names),
        (name) =>
          addedValue(request, name) ?? (parts.get(name) ?? newDirectory).open(below(request, name), item),
      ),
  };
}

/** The same directory, but custom metadata can neither add nor override anything in it. */
export function reserved<Item>(
  reason: string,
  { shape, ...rest }: Subtree<Item, DirectoryShape>,
): Subtree<Item, DirectoryShape> {
  return { ...rest, shape: { ...shape, reserved: reason } };
}

/** True if there is something to serve: a value, or a directory with entries. */
export function isThere(node: TreeNode | undefined): node is TreeNode {
  return isDirectory(node) ? !node.isEmpty() : node !== undefined;
}

export function isDirectory(node: TreeNode | undefined): node is Directory {
  return typeof node === 'object' && 'isEmpty' in node;
}

/** Compares two names by the bytes of their UTF-8, the order of every listing. */
export function byBytes(a: string, b: string): number {
  if (surrogate.test(a) || surrogate.test(b)) return Buffer.compare(Buffer.from(a), Buffer.from(b));
  return a < b ? -1 : Number(a > b);
}

/** Strings without surrogates have the same order in JavaScript as by their UTF-8 bytes. */
const surrogate = /[\ud800-\udfff]/;

/** A directory that is not in the table: it has only custom metadata. */
const newDirectory = subtree<unknown>('', []);

function directory(names: () => readonly Name[], open: (name: string) => TreeNode | undefined): Directory {
  return {
    child: open,
    names,
    entries() {
      const found: Entry[] = [];
      for (const { segment, listedAs } of names()) {
        const node = open(segment);
        if (!isThere(node)) continue;
        found.push({ segment, listed: listedName({ segment, listedAs }, node), node });
      }
      return found;
    },
    isEmpty: () => !names().some(({ segment }) => isThere(open(segment))),
  };
}

/** The name of a node in the listing of its directory. */
export const listedName = ({ segment, listedAs }: Name, node: TreeNode): string =>
  listedAs ?? (isDirectory(node) ? `${segment}/` : segment);

function inOrder<Item extends Name>(names: Item[]): Item[] {
  return names.sort((a, b) => byBytes(a.segment, b.segment));
}

function withAdded(names: readonly Name[], added: Added): Name[] {
  const known = new Set(names.map(({ segment }) => segment));
  const others = [...added.keys()].filter((segment) => !known.has(segment));
  return inOrder([...names, ...others.map((segment) => ({ segment }))]);
}

/** The value added at a name; it takes precedence over the value of the table. */
function addedValue({ added }: TreeRequest, name: string): Uint8Array | undefined {
  const found = added?.get(name);
  return found instanceof Map ? undefined : found;
}

/** The same request for the subdirectory with this name. */
function below(request: TreeRequest, name: string): TreeRequest {
  if (request.added === undefined) return request;
  const added = request.added.get(name);
  return { ...request, added: added instanceof Map ? added : undefined };
}

/** The parts of the table by the first segment of their paths. */
function partsOf<Item>(table: readonly Category<Item>[]): Map<string, Subtree<Item>> {
  const found = new Map<string, Subtree<Item>>();
  const deeper = new Map<string, Subtree<Item>[]>();
  for (const { path, shape, open } of table.map(asSubtree)) {
    const [head = '', ...rest] = path.split('/');
    const part = { path: rest.join('/'), shape, open };
    if (rest.length === 0) found.set(head, part);
    else deeper.set(head, [...(deeper.get(head) ?? []), part]);
  }
  for (const [head, inside] of deeper) found.set(head, subtree('', inside));
  return found;
}

function asSubtree<Item>(category: Category<Item>): Subtree<Item> {
  if ('open' in category) return category;
  const [path, since, value] = category;
  return {
    path,
    shape: { kind: 'leaf', since },
    open: ({ view, version }, item) =>
      isVisible(since, version) ? unlessEmpty(value(view, item)) : undefined,
  };
}

function unlessEmpty(value: string | Uint8Array | undefined) {
  return value?.length ? value : undefined;
}
