import { describe, expect, it } from '@jest/globals';
import { burst, RateLimiter } from '../imds/rate-limiter.ts';
import { DelayedRefusals } from '../imds/delayed-refusals.ts';
import { AnonymousThrottle } from './anonymous-throttle.ts';

const sender = { address: '10.0.0.1', scheme: 'http', requestId: 'one' } as const;

/** The rest of an address's bucket after `count` requests with a cookie whose answers have these headers. */
async function leftAfter(count: number, headers: Record<string, string>): Promise<number> {
  const limiter = new RateLimiter();
  const throttle = new AnonymousThrottle(limiter, new DelayedRefusals());
  const asked = { request: { headers: { cookie: 'a=b' } }, response: {}, sender } as never;
  for (let n = 0; n < count; n += 1) {
    expect(await throttle.admits(asked)).toBe(true);
    throttle.note(sender, { headers } as never);
  }
  return limiter.bucketFor(sender.address).left;
}

describe('a request for people', () => {
  it('counts against its address, whatever credential it shows', async () => {
    expect(await leftAfter(400, {})).toBeLessThan(burst - 1000);
  });

  it('does not count when the control plane says that its sender is signed in', async () => {
    expect(await leftAfter(400, { 'x-cloudmeta-signed-in': 'yes' })).toBeGreaterThan(burst - 10);
  });
});
