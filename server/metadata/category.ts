import type { GuestView } from './guest-view.ts';
import { isVisible } from './versions.ts';

/** What stands at a path: the content of a leaf, or a directory. */
export type Place = string | Uint8Array | Directory;

/** A directory as one view shows it under one version. Nothing in it is evaluated before it is asked for. */
export interface Directory {
  child(name: string): Place | undefined;
  /** As the listing shows them: in order, directories with a slash, nothing that would not be found. */
  names(): string[];
  /** Whether it has no names at all: then it is as good as absent. */
  isEmpty(): boolean;
}

/** Whose facts a request asks for, and under which version. */
export interface Asked {
  readonly view: GuestView;
  readonly version: string;
}

type Opener<Item> = (asked: Asked, item: Item) => Place | undefined;

/** A leaf. Its value is made of the view (in a repeated group also of the item) alone; empty counts as absent. */
export type Line<Item> = readonly [
  path: string,
  since: string,
  value: (view: GuestView, item: Item) => string | Uint8Array | undefined,
];

/** A directory, and how it opens. */
export interface Subtree<Item> {
  readonly path: string;
  readonly open: Opener<Item>;
}

/** A row of a table. In a repeated group `Item` is what the group repeats for. */
export type Category<Item> = Line<Item> | Subtree<Item>;

/** One of a repeated group: its place, how the listing shows it where that differs, and what it stands for. */
export interface Member<Of> {
  readonly segment: string;
  readonly listedAs?: string;
  readonly of: Of;
}

/** A directory with a subdirectory for each member, whose inside `table` describes. */
export function each<Item, Of>(
  path: string,
  members: (view: GuestView, item: Item) => readonly Member<Of>[],
  table: readonly Category<Of>[],
): Subtree<Item> {
  const inside = subtree('', table);
  return {
    path,
    open: (asked, item) => group(members(asked.view, item), (of) => inside.open(asked, of)),
  };
}

/** A directory of leaves whose names are facts too. Here an empty value is a leaf; undefined is none. */
export function leaves<Item>(
  path: string,
  since: string,
  entries: (view: GuestView, item: Item) => readonly (readonly [name: string, value: string | undefined])[],
): Subtree<Item> {
  const open = (view: GuestView, item: Item) => {
    const members = entries(view, item).map(([segment, of]) => ({ segment, of }));
    return group(members, (value) => value);
  };
  return {
    path,
    open: ({ view, version }, item) => (isVisible(since, version) ? open(view, item) : undefined),
  };
}

/** The directory that a table describes. */
export function subtree<Item>(path: string, table: readonly Category<Item>[]): Subtree<Item> {
  const children = new Map([...openers(table)].sort(([a], [b]) => byBytes(a, b)));
  const ordered = [...children];
  return {
    path,
    open: (asked, item) => ({
      child: (name) => children.get(name)?.(asked, item),
      names: () => ordered.flatMap(([name, open]) => listed(name, open(asked, item))),
      isEmpty: () => !ordered.some(([, open]) => isThere(open(asked, item))),
    }),
  };
}

/** Whether there is anything to answer. */
export function isThere(place: Place | undefined): place is Place {
  return isDirectory(place) ? !place.isEmpty() : place !== undefined;
}

export function isDirectory(place: Place | undefined): place is Directory {
  return typeof place === 'object' && 'isEmpty' in place;
}

/** Compares two names by the bytes of their UTF-8, the order of every listing. */
export function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function group<Of>(members: readonly Member<Of>[], open: (of: Of) => Place | undefined): Directory {
  const bySegment = new Map(members.map((member) => [member.segment, member]));
  const ordered = () => [...bySegment.values()].sort((a, b) => byBytes(a.segment, b.segment));
  return {
    child(name) {
      const member = bySegment.get(name);
      return member && open(member.of);
    },
    names: () => ordered().flatMap(({ segment, listedAs, of }) => listed(segment, open(of), listedAs)),
    isEmpty: () => !members.some(({ of }) => isThere(open(of))),
  };
}

function listed(name: string, place: Place | undefined, listedAs?: string): string[] {
  if (!isThere(place)) return [];
  return [listedAs ?? (isDirectory(place) ? `${name}/` : name)];
}

/** How each first segment of the table's paths opens. */
function openers<Item>(table: readonly Category<Item>[]): Map<string, Opener<Item>> {
  const found = new Map<string, Opener<Item>>();
  const deeper = new Map<string, Subtree<Item>[]>();
  for (const { path, open } of table.map(opened)) {
    const [head = '', ...rest] = path.split('/');
    if (rest.length === 0) found.set(head, open);
    else deeper.set(head, [...(deeper.get(head) ?? []), { path: rest.join('/'), open }]);
  }
  for (const [head, inside] of deeper) found.set(head, subtree(head, inside).open);
  return found;
}

function opened<Item>(category: Category<Item>): Subtree<Item> {
  if ('open' in category) return category;
  const [path, since, value] = category;
  return {
    path,
    open: ({ view, version }, item) =>
      isVisible(since, version) ? unlessEmpty(value(view, item)) : undefined,
  };
}

function unlessEmpty(value: string | Uint8Array | undefined) {
  return value?.length ? value : undefined;
}
