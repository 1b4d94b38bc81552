import { PassThrough } from 'node:stream';
import { gzipSync } from 'node:zlib';
import type { IncomingMessage } from 'node:http';
import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { readBody } from './request-body.ts';

const limits = { maxBodyBytes: 1000, bodyTimeoutMs: 10_000, inflates: true };

/** A request whose body the test sends as slowly as it likes. */
const requestOf = (headers: Record<string, string>) =>
  Object.assign(new PassThrough(), { headers, complete: false }) as unknown as IncomingMessage & PassThrough;

const share = { announce: () => {}, take: () => {} };

beforeEach(() => void jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] }));
afterEach(() => void jest.useRealTimers());

const nextRound = () => new Promise((resolve) => setImmediate(resolve));

it.each([
  ['identity', Buffer.alloc(10)],
  ['gzip', gzipSync('slowly')],
])('a body that comes slowly is refused in time: %s', async (coding, bytes) => {
  const request = requestOf({ 'content-length': '500', 'content-encoding': coding });

  const reading = readBody(request, { limits, share }).catch((error: unknown) => error);
  for (let second = 0; second < 10; second += 1) {
    request.write(bytes.subarray(second, second + 1));
    await nextRound();
    jest.advanceTimersByTime(1000);
  }

  expect(await reading).toMatchObject({ status: 408, message: expect.stringContaining('10 seconds') });
  expect(request.destroyed).toBe(false);
});

it('a body that is there in time is read, however slowly it came', async () => {
  const request = requestOf({ 'content-length': '9' });

  const reading = readBody(request, { limits, share });
  for (let second = 0; second < 9; second += 1) {
    request.write('x');
    await nextRound();
    jest.advanceTimersByTime(1000);
  }
  request.end();

  expect((await reading).toString()).toBe('xxxxxxxxx');
});
