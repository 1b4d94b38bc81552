import { describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { SigningKeyCache } from '../identity/signing-key.cache.ts';
import { Encryption } from '../encryption.ts';
import { exampleRow } from '../tests/support/example-row.ts';
import { GuestLoader } from './guest.loader.ts';

/** Makes a loader of machines that all have user-data of `size()` bytes. */
function loaderOf(size: () => number): GuestLoader {
  const reader = {
    dialect: 'sqlite' as const,
    rows: async <Row>(_: string, names: readonly string[] = []) =>
      names.map((name) => exampleRow({ name, id: name, user_data: new Uint8Array(size()) })) as Row[],
    noteCommit() {},
    close: async () => {},
  };
  const encryption = new Encryption({
    SECRET_KEY: 'a secret key that is only used by tests',
    sources: {} as never,
  });
  const log = pino({ level: 'silent' });
  const config = { METADATA_DOMAIN: 'amazonaws.com', METADATA_PARTITION: 'aws' };
  return new GuestLoader({
    config,
    reader,
    encryption,
    signing: new SigningKeyCache({ reader: { ...reader, rows: async () => [] }, encryption, log }),
    clock: () => new Date(),
    log,
  });
}

const mebibyte = 1024 * 1024;

describe('one query', () => {
  it.each([
    ['hundreds of machines of the usual size', 16 * 1024, { min: 500, max: 10_000 }],
    ['few that are large', mebibyte, { min: 20, max: 32 }],
    ['one that is larger than all may be', 40 * mebibyte, { min: 1, max: 1 }],
  ])('may have %s', async (_what, size, { min, max }) => {
    const loader = loaderOf(() => size);

    await loader.load(['10.0.0.1']);

    expect(loader.maxTogether).toBeGreaterThanOrEqual(min);
    expect(loader.maxTogether).toBeLessThanOrEqual(max);
  });

  it('may have few until it is known how large they are', async () => {
    const loader = loaderOf(() => 1000);
    const first = loader.maxTogether;

    await loader.load(['10.0.0.1']);

    expect([first, loader.maxTogether > 500]).toEqual([16, true]);
  });

  it('may have hundreds again some queries after the large ones', async () => {
    let size = 4 * mebibyte;
    const loader = loaderOf(() => size);
    await loader.load(['10.0.0.1']);
    const few = loader.maxTogether;
    size = 1000;

    await loader.load(['10.0.0.1']);
    const afterOneQuery = loader.maxTogether;
    for (let n = 0; n < 100; n += 1) await loader.load(['10.0.0.1']);

    expect([few, afterOneQuery < 10, loader.maxTogether > 500]).toEqual([7, true, true]);
  });
});
