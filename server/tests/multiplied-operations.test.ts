/** Short operations that cause much work or a large answer are refused before they run, with the exceeded limit. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { createInstance, upsertInstances } from './support/operations.ts';
import { postBody } from './support/post-graphql.ts';
import { onBothDatabases, type World } from './support/world.ts';

const refused = (code: string, message: RegExp) => ({
  codes: [code],
  errors: [expect.objectContaining({ message: expect.stringMatching(message) })],
});

onBothDatabases('an operation', (open) => {
  let world: World;
  beforeAll(async () => {
    world = await open();
    const customMetadata = Array.from({ length: 100 }, (_, n) => ({
      path: `meta-data/large/${n}`,
      value: 'x'.repeat(16_384),
    }));
    await world.data(createInstance, { input: { hostname: 'large', customMetadata } });
  });

  const aliases = (count: number, field: string) =>
    Array.from({ length: count }, (_, n) => `a${n}: ${field}`).join(' ');

  it('is refused that goes round in a circle of lists, each as long as it may be', async () => {
    const round = (levels: number): string =>
      levels === 0 ? 'id' : `events { maintenance { instance { ${round(levels - 1)} } } }`;
    const ask = (levels: number) =>
      world.graphql(`{ instance(by: { hostname: "large" }) { ${round(levels)} } }`);

    expect((await ask(1)).codes).toEqual([]);
    expect((await ask(2)).codes).toEqual(['QUERY_TOO_COMPLEX']);
  });

  it('is refused whose words change many machines, again and again', async () => {
    const search = Array.from({ length: 40 }, (_, n) => `w${n}`).join(' ');
    const field = `deleteInstancesByFilter(input: { search: "${search}", dryRun: true }) { job { id } }`;

    const { codes } = await world.graphql(`mutation { ${aliases(30, field)} }`);
    expect(codes).toEqual(['QUERY_TOO_COMPLEX']);
  });

  describe('is refused an answer over 16 MB', () => {
    const ask = (count: number) =>
      world.graphql(
        `{ instance(by: { hostname: "large" }) { customMetadata { ${aliases(count, 'value')} } } }`,
      );

    it('that asks for the same again and again by other names', async () => {
      const { codes } = await ask(5);

      expect(codes).toEqual([]);
      expect(await ask(45)).toMatchObject(
        refused('QUERY_TOO_COMPLEX', /larger than 16 MB \(16777216 bytes\).*Ask for less at once/),
      );
    });

    it('and of a change is told that it was made', async () => {
      const { codes, errors } = await world.graphql(
        `mutation ($input: UpdateInstanceInput!) { updateInstance(input: $input) { instance {
          customMetadata { ${aliases(45, 'value')} } } } }`,
        { input: { id: 'large', imageId: 'ami-0123456789abcdef0' } },
      );
      const { instance } = await world.data('{ instance(by: { hostname: "large" }) { imageId } }');

      expect(codes).toEqual(['QUERY_TOO_COMPLEX']);
      expect(errors[0]!.message).toMatch(/What it asked for was done/);
      expect(instance.imageId).toBe('ami-0123456789abcdef0');
    });
  });

  it.each([
    [
      'what many machines are told',
      `{ instances(first: 500) { nodes { metadata { ${aliases(40, 'text')} } } } }`,
    ],
    ['values of many machines', '{ instances(first: 200) { nodes { customMetadata { value } } } }'],
    [
      'the schema forty times',
      `{ ${aliases(40, '__schema { types { fields { type { name kind ofType { name kind ofType { name } } } args { name description } } } }')} }`,
    ],
  ])('is refused for what it costs: %s', async (_, query) => {
    expect(await world.graphql(query)).toMatchObject(
      refused('QUERY_TOO_COMPLEX', /^This operation costs \d+, more than 50000/),
    );
  });

  it.each([
    ['fields', `{ ${'setup { hasUsers } '.repeat(65)} }`, 'nobody'],
    ['fields after sign-in', `{ ${'setup { hasUsers } '.repeat(2000)} }`, 'viewer'],
    [
      'fields that may be left out',
      `query ($a: Boolean!) { ${'setup @include(if: $a) { hasUsers } '.repeat(400)} }`,
      'viewer',
    ],
    ['pieces', `{ ${'... { setup { hasUsers } } '.repeat(65)} }`, 'viewer'],
    [
      'fragments',
      `{ ...A ...B } fragment A on Query { ${'viewer { name } '.repeat(33)} } fragment B on Query { ${'viewer { name } '.repeat(33)} }`,
      'viewer',
    ],
  ] as const)(
    'is refused that asks for the same more than 64 times in one place, by %s',
    async (_, query, as) => {
      const answer = await world.graphql(query, { a: true }, { as });

      expect(answer).toMatchObject(refused('QUERY_TOO_COMPLEX', /"\w+" more than 64 times in one place/));
    },
  );

  it('is let in that asks for the same twice, or in many places', async () => {
    const { codes } = await world.graphql(
      `{ setup { hasUsers } ...A ...A ...A ${aliases(40, 'viewer { name }')} } fragment A on Query { setup { hasUsers } }`,
    );

    expect(codes).toEqual([]);
  });

  it.each([
    [
      'a field that there is not, 250,000 times',
      { filter: Object.fromEntries(Array.from({ length: 250_000 }, (_, n) => [`f${n}`, 1])) },
    ],
    ['a name of eight million letters', { filter: { httpTokens: 'Q'.repeat(8_000_000) } }],
  ])('gets a short answer to variables with %s', async (_, variables) => {
    const { codes, errors } = await world.graphql(
      'query ($filter: InstanceFilter) { instances(filter: $filter) { totalCount } }',
      variables,
    );

    expect(codes).toEqual(['BAD_USER_INPUT']);
    expect(JSON.stringify(errors).length).toBeLessThan(5000);
  });

  it('takes no moment of more digits than a clock has', async () => {
    const ask = (digits: number) =>
      world.graphql('query ($since: DateTime) { auditEntries(filter: { since: $since }) { totalCount } }', {
        since: `2020-01-01T00:00:00.${'9'.repeat(digits)}Z`,
      });

    expect((await ask(9)).codes).toEqual([]);
    expect((await ask(1_000_000)).codes).toEqual(['BAD_USER_INPUT']);
  });

  it('that is about too many is told so, before what it says of them is read', async () => {
    const instances = Array.from({ length: 100_000 }, () => ({ hostname: 5 }));

    const { errors, problems } = await world.graphql(
      upsertInstances,
      { input: { instances } },
      { as: 'viewer' },
    );

    expect(problems).toEqual(['input.instances: BAD_USER_INPUT']);
    expect(errors[0]!.message).toBe('At most 500 items in instances; there are 100000 here.');
  });

  it('gives one list to two places: each takes no more than its most', async () => {
    const { problems, errors } = await world.graphql(
      `mutation ($refs: [Ref!]!) {
        deleteInstances(input: { ids: $refs, dryRun: true, atomic: false }) { summary { failed } }
        updateInstance(input: { id: "large", keys: $refs, dryRun: true }) { outcome } }`,
      { refs: Array.from({ length: 300 }, (_, n) => `none${n}`) },
    );

    expect(problems).toEqual(['input.keys: BAD_USER_INPUT']);
    expect(errors[0]!.message).toBe('At most 64 items in keys; there are 300 here.');
  });

  it('is told ten places of one mistake at the most', async () => {
    const { errors } = await world.graphql(`{ instances(${'first: 1 '.repeat(3000)}) { totalCount } }`);

    expect(errors).toHaveLength(1);
    expect(errors[0]!.locations).toHaveLength(10);
  });

  it.each([
    [
      'nests deeper than 64 levels',
      `{"query":"{ viewer { name } }","extensions":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
      /nests more than 64 levels deep/,
    ],
    [
      'holds more than 500,000 values',
      `{"query":"{ viewer { name } }","variables":{"a":[${'1,'.repeat(500_000)}1]}}`,
      /holds 50000\d values, more than 500000/,
    ],
  ])('is refused whose JSON %s', async (_, body, message) => {
    const answer = await postBody(world, body, { authorization: `Bearer ${world.tokens.viewer}` });

    expect(answer.status).toBe(400);
    expect(answer.message).toMatch(message);
  });
});
