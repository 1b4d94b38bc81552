import { EventEmitter, once } from 'node:events';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { EarlyRefusals } from './early-refusals.ts';
import type { RefusalReason } from './request-metrics.ts';

let lines: Record<string, unknown>[];
let counts: Map<RefusalReason, number>;
let refusals: EarlyRefusals;

const logEvents = new EventEmitter();

const log = pino(
  { base: undefined },
  {
    write: (line) => {
      lines.push(JSON.parse(line) as Record<string, unknown>);
      logEvents.emit('line');
    },
  },
);

beforeEach(() => {
  lines = [];
  counts = new Map();
  refusals = new EarlyRefusals(log, counts, { maxLines: 2, windowMs: 60_000 });
});

const refuse = (reason: RefusalReason, times = 1) => {
  for (let n = 0; n < times; n += 1) refusals.note({ reason, status: 400, address: '10.0.0.5' });
};

describe('what is refused before it is a request', () => {
  it('is a line of its own, and counted', () => {
    refuse('bad_request', 2);

    const line = { msg: 'request refused', reason: 'bad_request', status: 400, address: '10.0.0.5' };
    expect(lines).toMatchObject([line, line]);
    expect(counts).toEqual(new Map([['bad_request', 2]]));
  });

  it('is summed up in one line where there are many, by reason', () => {
    refuse('bad_request', 5);
    refuse('request_timeout', 7);
    refusals.sumUp();

    expect(lines).toHaveLength(3);
    expect(lines[2]).toMatchObject({
      level: 40,
      msg: 'requests refused: 10 more in 60 s',
      reasons: { bad_request: 3, request_timeout: 7 },
    });
    expect(counts).toEqual(
      new Map([
        ['bad_request', 5],
        ['request_timeout', 7],
      ]),
    );
  });

  it('has lines of its own again after that, and no sum where there is nothing to sum up', () => {
    refuse('bad_request', 3);
    refusals.sumUp();
    lines.length = 0;

    refuse('bad_request', 2);
    refusals.sumUp();

    expect(lines.map(({ msg }) => msg)).toEqual(['request refused', 'request refused']);
  });

  it('is summed up by itself after a while', async () => {
    refusals = new EarlyRefusals(log, counts, { maxLines: 0, windowMs: 10 });

    refuse('bad_request');
    await once(logEvents, 'line');

    expect(lines).toMatchObject([{ msg: 'requests refused: 1 more in 0.01 s' }]);
  });
});
