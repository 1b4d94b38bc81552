import { describe, expect, it } from '@jest/globals';
import type { MetadataEntryFragment } from '../generated/graphql';
import { pruned, treeOf, type MetadataNode } from './metadata-tree';

const entry = (path: string, text?: string) =>
  ({ path, name: path, kind: text === undefined ? 'DIRECTORY' : 'VALUE', text }) as MetadataEntryFragment;

const entries = [
  entry('/latest/'),
  entry('/latest/meta-data/'),
  entry('/latest/meta-data/hostname', 'web-1'),
  entry('/latest/meta-data/public-keys/'),
  entry('/latest/meta-data/public-keys/0/'),
  entry('/latest/meta-data/public-keys/0/openssh-key', 'ssh-ed25519 AAAA alice'),
  entry('/latest/user-data', '#cloud-config'),
];

const pathsOf = (node: MetadataNode | undefined): string[] =>
  node ? [node.entry.path, ...(node.children ?? []).flatMap(pathsOf)] : [];

describe('a tree of entries', () => {
  it('has each entry in its directory', () => {
    const tree = treeOf(entries);

    expect(pathsOf(tree)).toEqual(entries.map(({ path }) => path));
    expect(tree?.children?.map(({ entry: { path } }) => path)).toEqual([
      '/latest/meta-data/',
      '/latest/user-data',
    ]);
  });

  it('is none without entries', () => {
    expect(treeOf([])).toBeUndefined();
  });

  it.each([
    [
      'ALICE',
      [
        '/latest/',
        '/latest/meta-data/',
        '/latest/meta-data/public-keys/',
        '/latest/meta-data/public-keys/0/',
        '/latest/meta-data/public-keys/0/openssh-key',
      ],
    ],
    ['user-data', ['/latest/', '/latest/user-data']],
    ['nothing has this', []],
  ])('keeps the paths and values with some words: %s', (words, paths) => {
    expect(pathsOf(pruned(treeOf(entries)!, words))).toEqual(paths);
  });
});
