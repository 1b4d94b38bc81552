/** Texts that a database cannot store are refused on input, at their place, with a hint on what to do. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildApiSchema } from '../api/schema.ts';
import { describeOutage } from '../database/describe-outage.ts';
import { Instance } from '../instances/instance.entity.ts';
import { exampleKeys } from './support/example-keys.ts';
import { argumentPositions } from './support/argument-positions.ts';
import {
  createInstance,
  createSecurityGroup,
  createSshKey,
  createVpc,
  deleteInstances,
  deleteVpc,
  updateInstance,
  upsertInstances,
  upsertSecurityGroups,
} from './support/operations.ts';
import { onBothDatabases, openWorld, type World } from './support/world.ts';

const [nul, half] = ['a\0b', 'a\ud800b'];
const schema = buildApiSchema();
const key = exampleKeys[0]!.line;

/** Texts that become bytes may hold U+0000, and a text that is read line by line has its problems at the lines. */
const becomesBytes = /\.(userDataText|customMetadata\.0\.value)$|UserData(Documents)?\..*text$/;
const readByLines = 'importSshKeys.input.text';

describe('a text that no database can hold, which is looked at before there is one', () => {
  let world: World;
  beforeAll(async () => void (world = await openWorld({ database: 'sqlite' })));
  afterAll(() => world.close());

  it.each([
    ['U+0000', nul, ({ name }: { name: string }) => !becomesBytes.test(name) && name !== readByLines],
    ['half of a character', half, ({ name }: { name: string }) => name !== readByLines],
  ])('is refused at every position of the schema: %s', async (_, text, isRefused) => {
    const positions = argumentPositions(schema, { atScalar: () => text }).filter(isRefused);
    const taken: string[] = [];
    for (const { name, path, query, variables } of positions) {
      const { codes, problems } = await world.graphql(query, variables, { as: 'superuser' });
      const isTold = problems.includes(`${path.join('.')}: BAD_USER_INPUT`);
      if (!isTold || codes.some((code) => code !== 'BAD_USER_INPUT')) taken.push(`${name}: ${codes.join()}`);
    }

    expect(positions.length).toBeGreaterThan(300);
    expect(taken).toEqual([]);
  });
});

onBothDatabases('a text with U+0000 or half of a character', (open) => {
  let world: World;
  beforeAll(async () => void (world = await open()));

  it('is told with what is wrong and what to do, as a variable and in the text of the operation', async () => {
    const { hostname } = await world.instance();
    const asVariable = await world.graphql(updateInstance, {
      input: { id: hostname, tags: [{ key: 'k', value: nul }] },
    });
    const asLiteral = await world.graphql(
      `mutation { updateInstance(input: { id: "${hostname}", tags: [{ key: "k", value: "a\\u0000b" }] }) { outcome } }`,
    );
    const searched = await world.graphql('{ instances(search: "a\\u0000b") { totalCount } }');

    for (const { errors } of [asVariable, asLiteral])
      expect(errors[0]!.extensions.fieldErrors).toEqual([
        {
          path: ['input', 'tags', '0', 'value'],
          code: 'BAD_USER_INPUT',
          message: expect.stringContaining('U+0000'),
          hint: expect.stringContaining('Leave the character out'),
        },
      ]);
    expect(searched.problems).toEqual(['search: BAD_USER_INPUT']);
  });

  it('is told together with all else that is wrong, once at each place', async () => {
    const { problems } = await world.graphql(createInstance, {
      input: {
        hostname: nul,
        externalId: half,
        keys: ['nobody', nul],
        tags: [{ key: nul }],
        productCodes: ['good', nul],
        customMetadata: [{ path: nul, value: half }],
        userDataText: half,
      },
    });

    expect(problems).toEqual([
      'input.customMetadata.0.path: BAD_USER_INPUT',
      'input.customMetadata.0.value: BAD_USER_INPUT',
      'input.externalId: BAD_USER_INPUT',
      'input.hostname: BAD_USER_INPUT',
      'input.keys.0: NOT_FOUND',
      'input.keys.1: BAD_USER_INPUT',
      'input.productCodes.1: BAD_USER_INPUT',
      'input.tags.0.key: BAD_USER_INPUT',
      'input.userDataText: BAD_USER_INPUT',
    ]);
  });

  it('is the problem of its item alone where the good ones may go through', async () => {
    const instances = [
      { hostname: 'text-1' },
      { hostname: 'text-2', tags: [{ key: 'k', value: nul }] },
      { hostname: nul },
      { hostname: 'text-4', customMetadata: [{ path: 'meta-data/rack', value: half }] },
      { hostname: 'text-5', userDataText: 'a\0b' },
    ];
    const securityGroups = [{ name: 'text-1', description: nul }, { name: 'text-2' }, { name: half }];

    const together = await world.graphql(upsertInstances, { input: { instances } });
    const apart = await world.data(upsertInstances, { input: { instances, atomic: false } });
    const groups = await world.data(upsertSecurityGroups, { input: { securityGroups, atomic: false } });
    const deleted = await world.data(deleteInstances, {
      input: { ids: ['text-1', nul, 'text-5'], atomic: false },
    });

    expect(together.problems).toEqual([
      'input.instances.1.tags.0.value: BAD_USER_INPUT',
      'input.instances.2.hostname: BAD_USER_INPUT',
      'input.instances.3.customMetadata.0.value: BAD_USER_INPUT',
    ]);
    expect(apart.upsertInstances.summary).toMatchObject({ created: 2, failed: 3 });
    expect(apart.upsertInstances.results[1].error.fieldErrors).toMatchObject([
      { path: ['input', 'instances', '1', 'tags', '0', 'value'], message: expect.stringContaining('U+0000') },
    ]);
    expect(groups.upsertSecurityGroups.summary).toMatchObject({ created: 1, failed: 2 });
    expect(deleted.deleteInstances.summary).toMatchObject({ deleted: 2, failed: 1 });
    expect(deleted.deleteInstances.results[1].error.fieldErrors).toMatchObject([
      { path: ['input', 'ids', '1'], code: 'BAD_USER_INPUT' },
    ]);
  });

  it('is the problem of its line alone in an import of keys', async () => {
    const [type, base64] = key.split(' ');
    const text = [`${type} ${base64} good`, exampleKeys[1]!.line + nul, exampleKeys[2]!.line + half].join(
      '\n',
    );

    const { importSshKeys: done } = await world.data(
      'mutation ($input: ImportSshKeysInput!) { importSshKeys(input: $input) { summary { created failed } } }',
      { input: { text } },
    );

    expect(done.summary).toEqual({ created: 1, failed: 2 });
  });

  it('never comes to the database, which would take it for a mistake and not be away', async () => {
    const logged = world.logLines.length;
    await world.graphql(createSecurityGroup, { input: { name: nul, description: half } });
    const mistake = await world.orm.em
      .fork()
      .findOne(Instance, { hostname: nul })
      .catch((error) => error);

    expect(world.logLines.slice(logged).filter((line) => line.includes('a resolver failed'))).toEqual([]);
    expect(mistake).toBeInstanceOf(Error);
    expect(describeOutage(mistake)).toBeUndefined();
  });
});

onBothDatabases('a text of more characters than its column has', (open) => {
  let world: World;
  beforeAll(async () => void (world = await open()));

  /** Some libraries count a character and its variation selector as one. */
  const heart = '\u2764\ufe0f';

  it.each<[string, string, object, string]>([
    ['a tag', createInstance, { tags: [{ key: 'k', value: heart.repeat(200) }] }, 'tags.0.value'],
    ['the key of a tag', createInstance, { tags: [{ key: heart.repeat(100) }] }, 'tags.0.key'],
    ['a group', createSecurityGroup, { name: heart.repeat(128) }, 'name'],
    ['a key', createSshKey, { name: heart.repeat(128), publicKey: key }, 'name'],
  ])('is refused as %s', async (_, ...[mutation, input, field]) => {
    const named = 'name' in input ? input : { hostname: 'long', ...input };

    expect((await world.graphql(mutation, { input: named })).problems).toEqual([
      `input.${field}: BAD_USER_INPUT`,
    ]);
  });

  it('is the problem of its item alone', async () => {
    const instances = [
      { hostname: 'short' },
      { hostname: 'long', tags: [{ key: 'k', value: heart.repeat(200) }] },
    ];

    const { upsertInstances: done } = await world.data(upsertInstances, {
      input: { instances, atomic: false },
    });

    expect(done.summary).toMatchObject({ created: 1, failed: 1 });
  });

  it('is no id of a zone', async () => {
    const availabilityZone = `${'z'.repeat(252)}-1a`;

    const { createInstance: made } = await world.data(
      'mutation ($input: CreateInstanceInput!) { createInstance(input: $input) { instance { availabilityZoneId } } }',
      { input: { hostname: 'zoned', availabilityZone } },
    );

    expect(made.instance.availabilityZoneId).toBe(availabilityZone);
  });

  it('is none where it has as many as it may, and is found and paged by', async () => {
    const names = ['\u{1f511}', '\u{1f512}'].map((one) => one.repeat(255));
    for (const name of names) await world.data(createVpc, { input: { name } });
    const page =
      'query ($after: String) { vpcs(first: 1, after: $after) { nodes { name } pageInfo { endCursor } } }';

    const { vpcs: first } = await world.data(page);
    const { vpcs: second } = await world.data(page, { after: first.pageInfo.endCursor });
    const deleted = await world.data(deleteVpc, { input: { id: names[0] } });

    expect([...first.nodes, ...second.nodes].map(({ name }) => name).sort()).toEqual(names);
    expect(deleted.deleteVpc.outcome).toBe('DELETED');
  });
});
