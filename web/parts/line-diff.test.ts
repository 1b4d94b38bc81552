import { describe, expect, it } from '@jest/globals';
import { lineDiff, type DiffLine } from './line-diff';

const marks = { same: ' ', added: '+', removed: '-' };
const shown = (lines: DiffLine[]) => lines.map(({ kind, text }) => `${marks[kind]}${text}`);

describe('a diff of two texts', () => {
  it.each([
    { what: 'the same', before: 'a\nb', after: 'a\nb', lines: [' a', ' b'] },
    { what: 'a line more', before: 'a\nc', after: 'a\nb\nc', lines: [' a', '+b', ' c'] },
    { what: 'a line less', before: 'a\nb\nc', after: 'a\nc', lines: [' a', '-b', ' c'] },
    { what: 'another line', before: 'a\nb\nc', after: 'a\nx\nc', lines: [' a', '-b', '+x', ' c'] },
    { what: 'all as new', before: '', after: 'a\nb', lines: ['+a', '+b'] },
    { what: 'all as gone', before: 'a', after: '', lines: ['-a'] },
    { what: 'a line that moved', before: 'a\nb\nc', after: 'b\nc\na', lines: ['-a', ' b', ' c', '+a'] },
  ])('shows $what', ({ before, after, lines }) => {
    expect(shown(lineDiff(before, after))).toEqual(lines);
  });

  it('gives both texts back, however long they are', () => {
    const before = Array.from({ length: 3000 }, (_, n) => `old ${n}`).join('\n');
    const after = Array.from({ length: 3000 }, (_, n) => `new ${n}`).join('\n');

    const lines = lineDiff(before, after);

    const without = (kind: DiffLine['kind']) =>
      lines.filter((line) => line.kind !== kind).map(({ text }) => text);
    expect(without('added').join('\n')).toBe(before);
    expect(without('removed').join('\n')).toBe(after);
  });
});
