/** Every list and text in the schema has a maximum size, and the error message names it. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildApiSchema } from '../api/schema.ts';
import { exampleKeys } from './support/example-keys.ts';
import { argumentPositions } from './support/argument-positions.ts';
import { createInstance, updateInstance, upsertInstances } from './support/operations.ts';
import { onBothDatabases, openWorld, type World } from './support/world.ts';

const tooLong = '\n'.repeat(70_000);

const positions = argumentPositions(buildApiSchema(), {
  atScalar: (name) => (name === 'Bytes' ? 'A'.repeat(70_000) : tooLong),
  instead: (item) => Array.from({ length: 501 }, () => item),
});

describe('what is too much', () => {
  let world: World;
  beforeAll(async () => void (world = await openWorld({ database: 'sqlite' })));
  afterAll(() => world.close());

  it('is asked about everywhere', () => {
    expect(positions.length).toBeGreaterThan(300);
  });

  it.each(positions)('is refused in few words: $name', async ({ type, path, query, variables }) => {
    const { codes, errors } = await world.graphql(query, variables, { as: 'superuser' });

    expect(codes).toEqual(['BAD_USER_INPUT']);
    expect(JSON.stringify(errors).length).toBeLessThan(2000);
    const [error] = errors[0]!.extensions.fieldErrors?.filter((one) => one.path.join() === path.join()) ?? [];
    if (type === 'list' || type === 'String' || type === 'ID' || type === 'Ref')
      expect((error ?? errors[0]!).message).toMatch(/at most \d+|cursor/i);
  });
});

onBothDatabases('a call', (open) => {
  let world: World;
  beforeAll(async () => void (world = await open()));

  const addresses = (count: number) =>
    Array.from({ length: count }, (_, n) => `10.5.${n >> 8}.${n & 255}`).slice(0);
  const machines = (count: number) => Array.from({ length: count }, (_, n) => ({ hostname: `m-${n}` }));

  it('is about 500 machines, keys or others at most, and says how many there were', async () => {
    const { problems, errors } = await world.graphql(upsertInstances, {
      input: { instances: machines(501) },
    });
    const { upsertInstances: made } = await world.data(upsertInstances, {
      input: { instances: machines(500), dryRun: true },
    });

    expect(problems).toEqual(['input.instances: BAD_USER_INPUT']);
    expect(errors[0]!.message).toBe('At most 500 items in instances; there are 501 here.');
    expect(made.summary.created).toBe(500);
  });

  it('gives an interface 256 addresses at most', async () => {
    const ask = (count: number) =>
      world.graphql(createInstance, { input: { hostname: 'm', addresses: addresses(count) } });

    const { errors } = await ask(257);
    const { codes } = await ask(256);

    expect(errors[0]!.message).toBe('At most 256 items in addresses; there are 257 here.');
    expect(codes).toEqual([]);
  });

  it('gives a machine 1,024 addresses on all its interfaces at most, and leaves alone what has more', async () => {
    const interfaces = (count: number) =>
      Array.from({ length: Math.ceil(count / 128) }, (_, n) => ({
        addresses: addresses(count)
          .map((address) => address.replace('10.5', '10.7'))
          .slice(128 * n, 128 * (n + 1)),
      }));
    const said = 'A machine has at most 1024 addresses on all its interfaces; there are 1025 here.';

    const created = await world.graphql(createInstance, {
      input: { hostname: 'wide', interfaces: interfaces(1025) },
    });
    await world.data(createInstance, { input: { hostname: 'wide', interfaces: interfaces(1024) } });
    const upserted = await world.graphql(upsertInstances, {
      input: { instances: [{ hostname: 'wide', interfaces: interfaces(1025) }] },
    });
    const updated = await world.graphql(updateInstance, {
      input: { id: 'wide', addresses: addresses(129).map((one) => one.replace('10.5', '10.6')) },
    });

    expect([created, upserted, updated].map(({ errors }) => errors[0]!.message)).toEqual([said, said, said]);
    expect([created.problems, upserted.problems, updated.problems]).toEqual([
      ['input.interfaces: BAD_USER_INPUT'],
      ['input.instances.0.interfaces: BAD_USER_INPUT'],
      ['input.addresses: BAD_USER_INPUT'],
    ]);
    await world.data(updateInstance, { input: { id: 'wide', imageId: 'ami-2', mac: '52:54:00:00:00:99' } });
  });

  it('imports a thousand lines of keys at most', async () => {
    const lines = (count: number) => ({ text: `${exampleKeys[0]!.line}\n`.repeat(count).trimEnd() });
    const ask = (count: number) =>
      world.graphql(
        'mutation ($text: String!) { importSshKeys(input: { text: $text }) { summary { created unchanged } } }',
        lines(count),
      );

    const { errors } = await ask(1001);
    const { data } = await ask(1000);

    expect(errors[0]!.message).toBe('At most 1000 lines in text; there are 1001 here.');
    expect(data.importSshKeys.summary).toEqual({ created: 1, unchanged: 999 });
  });

  it('searches for 64 words at most', async () => {
    const ask = (count: number) =>
      world.graphql('query ($search: String) { instances(search: $search) { totalCount } }', {
        search: Array.from({ length: count }, (_, n) => `w${n}`).join(' '),
      });

    expect((await ask(65)).errors[0]!.message).toBe('At most 64 words in search; there are 65 here.');
    expect((await ask(64)).codes).toEqual([]);
  });

  it('is told of a thousand problems at most, and of twenty in its message', async () => {
    const tags = Array.from({ length: 10 }, () => ({ key: '' }));
    const instances = machines(200).map((one) => ({ ...one, tags }));

    const { errors, codes } = await world.graphql(upsertInstances, { input: { instances } });

    expect(codes).toEqual(['BAD_USER_INPUT']);
    expect(errors[0]!.extensions.fieldErrors).toHaveLength(1000);
    expect(errors[0]!.message).toMatch(/There are 1980 more problems\.$/);
  });
});
