/** Lists: pages in both directions, sorting, filters and search. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { exampleKeys } from './support/example-keys.ts';
import { createSshKey, createUserData, updateInstance } from './support/operations.ts';
import { onBothDatabases, type World } from './support/world.ts';

interface Page {
  nodes: { hostname: string }[];
  edges: { cursor: string; node: { hostname: string } }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string; endCursor: string };
  totalCount: number;
}

const list = `query ($first: Int, $after: String, $last: Int, $before: String, $orderBy: InstanceOrder,
  $search: String, $filter: InstanceFilter) {
  instances(first: $first, after: $after, last: $last, before: $before, orderBy: $orderBy, search: $search, filter: $filter) {
    nodes { hostname } edges { cursor node { hostname } } totalCount
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`;

const names = ({ nodes }: Pick<Page, 'nodes'>) => nodes.map(({ hostname }) => hostname);
const numbered = [...Array(12).keys()].map((n) => `web-${String(n).padStart(2, '0')}`);

onBothDatabases('a list', (open) => {
  let world: World;

  beforeAll(async () => {
    world = await open();
    for (const hostname of numbered.toReversed()) await world.instance({ hostname });
  });

  const ask = async (variables: object): Promise<Page> => (await world.data(list, variables)).instances;

  /** Reads all pages, from the front or from the back. */
  const walk = async (direction: 'forth' | 'back', more: object) => {
    const pages: Page[] = [];
    for (let cursor: string | undefined; pages.length < 20;) {
      const place = direction === 'forth' ? { first: 5, after: cursor } : { last: 5, before: cursor };
      const page = await ask({ ...place, ...more });
      pages.push(page);
      const { hasNextPage, hasPreviousPage, endCursor, startCursor } = page.pageInfo;
      if (!(direction === 'forth' ? hasNextPage : hasPreviousPage)) return pages;
      cursor = direction === 'forth' ? endCursor : startCursor;
    }
    throw new Error('the pages never end');
  };

  const orders = ['HOSTNAME', 'CREATED_AT', 'UPDATED_AT'].flatMap((field) =>
    ['ASC', 'DESC'].map((direction) => ({ field, direction })),
  );

  it.each([undefined, ...orders])(
    'shows everything once, page by page, forth and back: %j',
    async (orderBy) => {
      const falling = orderBy && (orderBy.field === 'HOSTNAME') === (orderBy.direction === 'DESC');
      const expected = falling ? numbered.toReversed() : numbered;

      const forth = await walk('forth', { orderBy });
      const back = await walk('back', { orderBy });

      expect(forth.flatMap(names)).toEqual(expected);
      expect(back.toReversed().flatMap(names)).toEqual(expected);
      expect(forth.map(({ nodes }) => nodes.length)).toEqual([5, 5, 2]);
      for (const page of [...forth, ...back]) {
        expect(page.totalCount).toBe(12);
        expect(page.edges.map(({ node }) => node)).toEqual(page.nodes);
        expect(page.edges[0]!.cursor).toBe(page.pageInfo.startCursor);
        expect(page.edges.at(-1)!.cursor).toBe(page.pageInfo.endCursor);
      }
    },
  );

  it('says where a page stands', async () => {
    const first = await ask({ first: 5 });
    const second = await ask({ first: 5, after: first.pageInfo.endCursor });
    const firstAgain = await ask({ last: 5, before: second.pageInfo.startCursor });

    expect(first.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    expect(second.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: true });
    expect(names(firstAgain)).toEqual(names(first));
  });

  it('is not upset by what comes and goes between two pages', async () => {
    const first = await ask({ first: 3 });
    await world.instance({ hostname: 'aaa' });
    await world.data('mutation { deleteInstance(input: { id: "web-02" }) { outcome } }');

    const second = await ask({ first: 3, after: first.pageInfo.endCursor });

    expect(names(second)).toEqual(['web-03', 'web-04', 'web-05']);
    await world.data('mutation { deleteInstance(input: { id: "aaa" }) { outcome } }');
    await world.instance({ hostname: 'web-02' });
  });

  it('can be asked for no objects at all, only how many there are', async () => {
    expect(await ask({ first: 0 })).toMatchObject({ nodes: [], totalCount: 12 });
  });

  it.each([
    { first: 1, last: 1 },
    { first: 5, after: 'nonsense' },
    { first: 5, after: Buffer.from('["a"]').toString('base64') },
    { first: 5, after: '' },
    { last: 5, before: 'e30=' },
  ])('refuses %j in words, or takes it', async (variables) => {
    const { codes } = await world.graphql(list, variables);

    expect([[], ['BAD_USER_INPUT']]).toContainEqual(codes);
    if ('last' in variables && 'first' in variables) expect(codes).toEqual(['BAD_USER_INPUT']);
    if (variables.after === 'nonsense') expect(codes).toEqual(['BAD_USER_INPUT']);
  });

  it('shows the latest change first where that is asked for', async () => {
    await world.data(updateInstance, { input: { id: 'web-07', imageId: 'ami-9' } });

    const page = await ask({ first: 1, orderBy: { field: 'UPDATED_AT', direction: 'DESC' } });

    expect(names(page)).toEqual(['web-07']);
  });
});

onBothDatabases('a search', (open) => {
  let world: World;
  const one = {
    hostname: 'Alpha-1',
    instanceId: 'i-00000000000abc001',
    externalId: 'libvirt:6f9619ff',
    interfaces: [
      {
        mac: '52:54:00:ab:cd:01',
        addresses: ['10.77.1.9', 'fd00:77::9'],
        associations: [{ privateAddress: '10.77.1.9', publicAddress: '203.0.113.77' }],
      },
    ],
    callerAddresses: ['10.78.1.9'],
    tags: [{ key: 'Team', value: 'Öko 100%' }],
  };

  beforeAll(async () => {
    world = await open();
    await world.data(createSshKey, { input: { name: 'alice', publicKey: exampleKeys[0]!.line } });
    await world.data(createUserData, { input: { name: 'base', text: 'x' } });
    await world.instance(one);
    await world.instance({
      hostname: 'beta-1',
      addresses: ['10.79.1.9'],
      tags: [{ key: 'Team', value: 'web' }],
      keys: ['alice'],
      userData: 'base',
      availabilityZone: 'eu-lab-1b',
      metadataOptions: { httpTokens: 'REQUIRED' },
    });
    await world.instance({ hostname: 'gamma-1', addresses: ['10.79.1.10'], userDataText: 'own' });
  });

  const find = async (variables: object) => names((await world.data(list, variables)).instances).sort();

  it.each([
    'alpha',
    'ALPHA-1',
    'abc001',
    '6f9619',
    '10.77.1',
    'fd00:77::9',
    'FD00:77',
    '10.78.1.9',
    '203.0.113.77',
    '52:54:00:ab',
    'AB:CD:01',
    'Öko 100%',
    'alpha 10.77',
    ' alpha  team ',
  ])('finds a machine by any part of what it is known by: %s', async (search) => {
    expect(await find({ search })).toEqual(['Alpha-1']);
  });

  it.each([
    ['nothing like it', []],
    ['alpha beta', []],
    ['team', ['Alpha-1', 'beta-1']],
    ['%', ['Alpha-1']],
    ['al_ha', []],
    ['1_i', []],
    ['ALPHA alpha Alpha', ['Alpha-1']],
    ['_ _1 _-_', []],
    ["' or 1=1 --", []],
  ])('finds by "%s" %j', async (search, found) => {
    expect(await find({ search })).toEqual(found);
  });

  it.each([
    [{ tag: { key: 'Team' } }, ['Alpha-1', 'beta-1']],
    [{ tag: { key: 'Team', value: 'web' } }, ['beta-1']],
    [{ availabilityZone: 'eu-lab-1b' }, ['beta-1']],
    [{ httpTokens: 'REQUIRED' }, ['beta-1']],
    [{ key: 'alice' }, ['beta-1']],
    [{ userData: 'base' }, ['beta-1']],
    [{ hasUserData: true }, ['beta-1', 'gamma-1']],
    [{ hasUserData: false }, ['Alpha-1']],
    [{ tag: { key: 'Team' }, hasUserData: true }, ['beta-1']],
    [{}, ['Alpha-1', 'beta-1', 'gamma-1']],
  ])('keeps to the filter %j', async (filter, found) => {
    expect(await find({ filter })).toEqual(found);
    expect((await world.data(list, { filter, first: 1 })).instances.totalCount).toBe(found.length);
  });

  it('counts a machine once, however often it matches', async () => {
    await world.instance({
      hostname: 'many',
      addresses: ['10.90.0.1', '10.90.0.2', '10.90.0.3'],
      tags: [
        { key: '10.90', value: '10.90' },
        { key: '10.90.x', value: '10.90' },
      ],
    });

    const { instances } = await world.data(list, { search: '10.90' });

    expect(instances).toMatchObject({ totalCount: 1, nodes: [{ hostname: 'many' }] });
  });

  describe('among other things', () => {
    it('finds keys, documents, people and tokens', async () => {
      await world.data(
        'mutation ($input: CreateUserInput!) { createUser(input: $input) { outcome } }',
        { input: { username: 'Carol', password: 'long enough' } },
        { as: 'superuser' },
      );
      const query = `query ($name: String) {
        sshKeys(search: $name) { nodes { name } } userDataDocuments(search: $name) { nodes { name } }
        users(search: $name) { nodes { username } } apiTokens(search: $name) { nodes { name } } }`;
      const search = (name: string) => world.data(query, { name }, { as: 'superuser' });

      const nothing = {
        sshKeys: { nodes: [] },
        userDataDocuments: { nodes: [] },
        users: { nodes: [] },
        apiTokens: { nodes: [] },
      };
      expect(await search('LIC')).toEqual({ ...nothing, sshKeys: { nodes: [{ name: 'alice' }] } });
      expect(await search('bas')).toEqual({ ...nothing, userDataDocuments: { nodes: [{ name: 'base' }] } });
      expect(await search('carol')).toEqual({ ...nothing, users: { nodes: [{ username: 'Carol' }] } });
      expect(await search('VIEW')).toEqual({ ...nothing, apiTokens: { nodes: [{ name: 'viewer' }] } });
    });

    it('shows what uses a key or a document', async () => {
      const uses =
        '{ sshKey(by: { name: "alice" }) { instances { nodes { hostname } } } userData(by: { name: "base" }) { instances { totalCount } } }';

      expect(await world.data(uses)).toEqual({
        sshKey: { instances: { nodes: [{ hostname: 'beta-1' }] } },
        userData: { instances: { totalCount: 1 } },
      });
      expect(await world.data('{ sshKeys(filter: { instance: "beta-1" }) { nodes { name } } }')).toEqual({
        sshKeys: { nodes: [{ name: 'alice' }] },
      });
    });
  });
});
