export type DiffLine = { kind: 'same' | 'added' | 'removed'; text: string };

/** Above this number of comparisons all lines between the common start and end are shown as replaced. */
const maxComparisons = 4_000_000;

function commonLengths(before: string[], after: string[]): Uint32Array[] {
  const table = Array.from({ length: before.length + 1 }, () => new Uint32Array(after.length + 1));
  for (let b = before.length - 1; b >= 0; b -= 1) {
    const row = table[b]!;
    const below = table[b + 1]!;
    for (let a = after.length - 1; a >= 0; a -= 1) {
      row[a] = before[b] === after[a] ? below[a + 1]! + 1 : Math.max(below[a]!, row[a + 1]!);
    }
  }
  return table;
}

function middle(before: string[], after: string[]): DiffLine[] {
  const removed = (text: string): DiffLine => ({ kind: 'removed', text });
  const added = (text: string): DiffLine => ({ kind: 'added', text });
  if (before.length * after.length > maxComparisons) return [...before.map(removed), ...after.map(added)];
  const table = commonLengths(before, after);
  const lines: DiffLine[] = [];
  let b = 0;
  let a = 0;
  while (b < before.length && a < after.length) {
    if (before[b] === after[a]) {
      lines.push({ kind: 'same', text: before[b]! });
      b += 1;
      a += 1;
    } else if (table[b + 1]![a]! >= table[b]![a + 1]!) lines.push(removed(before[b++]!));
    else lines.push(added(after[a++]!));
  }
  return [...lines, ...before.slice(b).map(removed), ...after.slice(a).map(added)];
}

/** The shortest list of kept, removed and added lines that turns one text into the other. */
export function lineDiff(before: string, after: string): DiffLine[] {
  const old = before === '' ? [] : before.split('\n');
  const now = after === '' ? [] : after.split('\n');
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start += 1;
  let end = 0;
  while (end < old.length - start && end < now.length - start && old.at(-1 - end) === now.at(-1 - end))
    end += 1;
  const same = (text: string): DiffLine => ({ kind: 'same', text });
  return [
    ...old.slice(0, start).map(same),
    ...middle(old.slice(start, old.length - end), now.slice(start, now.length - end)),
    ...old.slice(old.length - end).map(same),
  ];
}
