import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { createLog } from './log.ts';
import { Upkeep } from './upkeep.ts';

const log = createLog({ LOG_LEVEL: 'silent', LOG_FORMAT: 'json', WEB_CONCURRENCY: 1 });
const [minute, hour] = [60_000, 3_600_000];

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

it('upkeep is done a minute after the start and then every hour, whether it fails or not', async () => {
  let times = 0;
  const act = async () => {
    times += 1;
    if (times === 2) throw new Error('the database is away');
  };
  const upkeep = new Upkeep({ act, log });

  await jest.advanceTimersByTimeAsync(minute + 2 * hour);
  await upkeep.close();
  await jest.advanceTimersByTimeAsync(2 * hour);

  expect(times).toBe(3);
});
