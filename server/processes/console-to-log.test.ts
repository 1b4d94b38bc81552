import { beforeEach, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { takeConsole } from './console-to-log.ts';

type Speaking = Parameters<typeof takeConsole>[1] & object;

describe('What a library says on the console', () => {
  let lines: { level: number; said: string }[];
  let speaking: Speaking;

  beforeEach(() => {
    lines = [];
    speaking = {} as Speaking;
    takeConsole(pino({ level: 'trace' }, { write: (line) => void lines.push(JSON.parse(line)) }), speaking);
  });

  it('is a line of the log, of its level, whatever breaks of lines it has', () => {
    speaking.error('failed: %s\n', 'a\nb', new Error('of a caller'));
    speaking.warn('careful');
    speaking.log('done');

    expect(lines.map(({ level }) => level)).toEqual([50, 40, 30]);
    expect(lines[0]!.said).toMatch(/^failed: a\nb\n Error: of a caller\n/);
  });

  it('is cut where it is long, and left out where there is much of it', () => {
    for (let n = 0; n < 100; n += 1) speaking.error('x'.repeat(100_000));

    expect(lines.map(({ said }) => said.length)).toEqual(Array(20).fill(1000));
  });
});
