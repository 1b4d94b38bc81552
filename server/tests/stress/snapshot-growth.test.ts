/** A process that is started reads the snapshot of machines, however many changes were written since. */
import { expect, it } from '@jest/globals';
import { guestLine, SnapshotLines, type SnapshotLine } from '../../guests/snapshot-lines.ts';
import { exampleRow } from '../support/example-row.ts';
import { growthOf, maxGrowth } from '../support/growth.ts';

type Fact = Exclude<SnapshotLine, { of: string }>;

/** Machines, and as many changes of other records after them. */
const linesOf = (count: number): Fact[] => [
  ...Array.from({ length: count }, (_, n) => guestLine(exampleRow({ id: `i${n}`, name: `n${n}` })) as Fact),
  ...Array.from({ length: count }, (_, n) => ({ changed: [`record-${n}`] })),
];

it('takes time in proportion to the machines and changes of a snapshot to read it', async () => {
  const lines = new Map([500, 4000].map((count) => [count, linesOf(count)]));
  const read = (count: number) => {
    const snapshot = new SnapshotLines((row) => row.name);
    for (const line of lines.get(count)!) snapshot.add(line);
    return [...snapshot.current()];
  };

  expect(read(500)).toHaveLength(500);
  expect(await growthOf(500, read)).toBeLessThan(maxGrowth);
});
