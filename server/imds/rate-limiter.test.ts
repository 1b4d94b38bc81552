import { describe, expect, it } from '@jest/globals';
import { charge, RateLimiter, newBucket, type Bucket } from './rate-limiter.ts';

/** The requests that every caller may make at once, and each second. */
const allowance = { atOnce: 2000, eachSecond: 200 };

/** The present time of every limiter here, in milliseconds. */
let now = 0;
const limiterHere = () => new RateLimiter(() => now);

/** Counts how many of `asked` requests are admitted at a moment, in milliseconds. */
function admitted(
  limiter: RateLimiter,
  bucket: Bucket,
  { asked, at }: { asked: number; at: number },
): number {
  let count = 0;
  now = at;
  for (let n = 0; n < asked; n += 1) if (limiter.allows(bucket)) count += 1;
  return count;
}

/** A caller that is alone may have an eighth of all requests beyond its allowance: a seventh of its allowance. */
const withAllAlone = (left: number) => Math.ceil((left * 8) / 7);

describe('a caller that asks alone', () => {
  it.each([1, 150, 1500, allowance.atOnce])('is never refused one of %d requests at once', (asked) => {
    expect(admitted(limiterHere(), newBucket(), { asked, at: 1000 })).toBe(asked);
  });

  it('gets what is due to it and little more, however much it asks for', () => {
    const count = admitted(limiterHere(), newBucket(), { asked: 100_000, at: 1000 });

    expect(count).toBeGreaterThanOrEqual(allowance.atOnce);
    expect(count).toBeLessThanOrEqual(withAllAlone(allowance.atOnce));
  });

  it.each([
    [0, 0],
    [0.5, 100],
    [2, 400],
    [5, 1000],
    [10, 2000],
    [3600, 2000],
  ])('has, %d seconds after it took all, %d requests again', (seconds, left) => {
    const limiter = limiterHere();
    const bucket = newBucket();
    admitted(limiter, bucket, { asked: 100_000, at: 10_000 });

    const count = admitted(limiter, bucket, { asked: 100_000, at: 10_000 + seconds * 1000 });

    expect(count).toBeGreaterThanOrEqual(left);
    expect(count).toBeLessThanOrEqual(withAllAlone(left));
  });

  it('is not refused at all while it keeps to its rate', () => {
    const limiter = limiterHere();
    const bucket = newBucket();
    admitted(limiter, bucket, { asked: allowance.atOnce, at: 0 });

    for (let at = 1000; at < 100_000; at += 1000)
      expect(admitted(limiter, bucket, { asked: allowance.eachSecond, at })).toBe(allowance.eachSecond);
  });
});

describe('a caller that is answered at length', () => {
  /** Counts the requests that are admitted at a moment, when each is answered with `bytes` bytes. */
  function answered(
    limiter: RateLimiter,
    bucket: Bucket,
    { bytes, at }: { bytes: number; at: number },
  ): number {
    now = at;
    let count = 0;
    for (let n = 0; n < 10_000; n += 1) {
      if (!limiter.allows(bucket)) continue;
      charge(bucket, bytes);
      count += 1;
    }
    return count;
  }

  it.each([
    [1, 2000],
    [16 * 1024, 2000],
    [16 * 1024 + 1, 1000],
    [1_293_608, 25],
  ])('gets answers of %d bytes %d times', (bytes, times) => {
    const count = answered(limiterHere(), newBucket(), { bytes, at: 1000 });

    expect(count).toBeGreaterThanOrEqual(times);
    expect(count).toBeLessThanOrEqual(withAllAlone(times) + 1);
  });

  it('has to wait for as long as its answers were', () => {
    const limiter = limiterHere();
    const bucket = newBucket();
    answered(limiter, bucket, { bytes: 1_293_608, at: 1000 });

    const later = answered(limiter, bucket, { bytes: 1_293_608, at: 11_000 });

    expect(later).toBeGreaterThanOrEqual(20);
    expect(later).toBeLessThanOrEqual(30);
  });

  it('is never refused anything of a boot', () => {
    now = 1000;
    const limiter = limiterHere();
    const bucket = newBucket();
    for (let n = 0; n < 150; n += 1) {
      expect(limiter.allows(bucket)).toBe(true);
      charge(bucket, 150_000);
    }
  });
});

describe('a caller that asks beside others', () => {
  const crowd = 40;

  /** A rate limiter that many other callers have used in this second. */
  function busyLimiter(at: number): RateLimiter {
    const limiter = limiterHere();
    for (let n = 0; n < crowd; n += 1) admitted(limiter, newBucket(), { asked: allowance.atOnce, at });
    return limiter;
  }

  it.each([
    ['in the same second', 10_900, crowd * allowance.atOnce],
    ['in the next', 11_500, crowd * allowance.atOnce],
    ['later', 12_000, 0],
  ])('may have an eighth of what all ask for beyond its due: %s', (_, at, ofOthers) => {
    const count = admitted(busyLimiter(10_000), newBucket(), { asked: 20_000, at });

    const beyond = count - allowance.atOnce;
    expect(beyond).toBeGreaterThanOrEqual(Math.floor(Math.max(ofOthers, allowance.atOnce) / 8) - 1);
    expect(beyond).toBeLessThanOrEqual(Math.ceil((ofOthers + allowance.atOnce) / 7));
  });

  it('never costs them what is due to them', () => {
    const limiter = limiterHere();
    const [greedy, honest] = [newBucket(), newBucket()];
    let count = 0;

    for (let n = 0; n < 150; n += 1) {
      admitted(limiter, greedy, { asked: 1000, at: n });
      count += admitted(limiter, honest, { asked: 1, at: n });
    }

    expect(count).toBe(150);
  });
});

it('what is given back did not count', () => {
  const limiter = limiterHere();
  const bucket = newBucket();

  for (let n = 0; n < 3 * allowance.atOnce; n += 1) if (limiter.allows(bucket)) limiter.refund(bucket);

  expect(admitted(limiterHere(), bucket, { asked: allowance.atOnce, at: 1000 })).toBe(allowance.atOnce);
});

describe('the account of whoever is no machine', () => {
  it.each([
    ['one', '10.0.0.1', '10.0.0.1'],
    ['one', '', ''],
    ['one', '2001:db8::1', '2001:db8::1'],
    ['two', '2001:db8:0:1::1', '2001:db8:0:1:8000::'],
    ['two', '10.0.0.1', '10.0.0.2'],
    ['two', '10.0.0.1', '10.0.0.10'],
    ['two', '2001:db8::1', '2001:db8:0:1::1'],
    ['two', '2001:db8:0:1::1', '2001:db8:0:2::1'],
    ['one', 'fe80::1%virbr0', 'fe80::1%virbr0'],
    ['two', 'fe80::1%virbr0', 'fe80::2%virbr0'],
    ['two', 'fe80::1%virbr0', 'fe80::1%virbr1'],
    ['two', 'fe80::1%virbr0', 'fe80::1'],
    ['two', 'fe80::1', 'fe80::2'],
  ])('is %s for "%s" and "%s"', (count, first, second) => {
    const limiter = limiterHere();

    expect(limiter.bucketFor(first) === limiter.bucketFor(second)).toBe(count === 'one');
  });

  it.each([
    [9999, true],
    [10_000, false],
  ])('is remembered while %d others ask: %s', (others, isRemembered) => {
    const limiter = limiterHere();
    const bucket = limiter.bucketFor('10.0.0.1');

    for (let n = 0; n < others; n += 1) limiter.bucketFor(`11.${n >> 16}.${(n >> 8) & 255}.${n & 255}`);

    expect(limiter.bucketFor('10.0.0.1') === bucket).toBe(isRemembered);
  });
});

describe.each([
  ['link-local addresses', (n: number, link = 0) => `fe80::${n.toString(16)}%virbr${link}`],
  ['addresses of an IPv6 network', (n: number, link = 0) => `fd00:0:0:${link}::${n.toString(16)}`],
])('whoever asks from %s', (_, address) => {
  it('leaves the others of the link what is due to them', () => {
    const limiter = limiterHere();
    admitted(limiter, limiter.bucketFor(address(1)), { asked: 100_000, at: 1000 });

    expect(admitted(limiter, limiter.bucketFor(address(2)), { asked: allowance.atOnce, at: 1000 })).toBe(
      allowance.atOnce,
    );
  });

  it('gets eight times what is due to one with all the addresses that it gives itself, and other links theirs', () => {
    const limiter = limiterHere();

    let count = 0;
    for (let n = 1; n <= 100; n += 1)
      count += admitted(limiter, limiter.bucketFor(address(n)), { asked: allowance.atOnce, at: 1000 });
    const elsewhere = admitted(limiter, limiter.bucketFor(address(1, 1)), {
      asked: allowance.atOnce,
      at: 1000,
    });

    expect(count).toBeGreaterThanOrEqual(8 * allowance.atOnce);
    expect(count).toBeLessThanOrEqual(withAllAlone(8 * allowance.atOnce));
    expect(elsewhere).toBe(allowance.atOnce);
  });

  it('is given back what did not count, its link as well', () => {
    const limiter = limiterHere();

    for (let n = 1; n <= 10; n += 1)
      for (let asked = 0; asked < allowance.atOnce; asked += 1) {
        const bucket = limiter.bucketFor(address(n));
        if (limiter.allows(bucket)) limiter.refund(bucket);
      }

    expect(admitted(limiter, limiter.bucketFor(address(11)), { asked: allowance.atOnce, at: 1000 })).toBe(
      allowance.atOnce,
    );
  });
});
