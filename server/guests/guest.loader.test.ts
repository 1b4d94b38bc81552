import { describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { SigningKeyCache } from '../identity/signing-key.cache.ts';
import { Encryption } from '../encryption.ts';
import { exampleRow } from './example-row.ts';
import { GuestLoader } from './guest.loader.ts';

/** A loader of machines that all have user-data of this many bytes. */
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
    ['hundreds of machines of the usual size', 16 * 1024, { least: 500, most: 10_000 }],
    ['few that are large', mebibyte, { least: 20, most: 32 }],
    ['one that is larger than all may be', 40 * mebibyte, { least: 1, most: 1 }],
  ])('may have %s', async (_what, size, { least, most }) => {
    const loader = loaderOf(() => size);

    await loader.load(['10.0.0.1']);

    expect(loader.maxTogether).toBeGreaterThanOrEqual(least);
    expect(loader.maxTogether).toBeLessThanOrEqual(most);
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
    const soon = loader.maxTogether;
    for (let n = 0; n < 100; n += 1) await loader.load(['10.0.0.1']);

    expect([few, soon < 10, loader.maxTogether > 500]).toEqual([7, true, true]);
  });
});
