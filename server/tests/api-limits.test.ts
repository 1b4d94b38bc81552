/** Operations that would hold up the server are refused before they run, with the limit that they exceed. */
import { beforeAll, expect, it } from '@jest/globals';
import { onBothDatabases, type World } from './support/world.ts';

const nested = (depth: number) => {
  const [open, close] = ['instances { nodes { keys { ', ' } } }'];
  return `{ ${open.repeat(depth)}id${close.repeat(depth)} }`;
};

const repeated = (count: number, part: (n: number) => string) =>
  Array.from({ length: count }, (_, n) => part(n)).join(' ');

onBothDatabases('an operation', (open) => {
  let world: World;
  beforeAll(async () => void (world = await open()));

  const refused = async (query: string, variables = {}) => {
    const answer = await world.graphql(query, variables);
    expect(answer).toMatchObject({ codes: ['QUERY_TOO_COMPLEX'], status: 400 });
    expect(answer.data ?? null).toBeNull();
    return answer.errors[0]!.message;
  };

  it('may ask for one page of everything that the admin shows', async () => {
    const query = `{ instances(first: 500) { totalCount pageInfo { endCursor } nodes {
      id hostname addresses tags { key value } keys { name } userData { name } } } }`;

    expect((await world.graphql(query)).codes).toEqual([]);
  });

  it('may not nest without end', async () => {
    expect(await refused(nested(5))).toMatch(/12/);
    expect(await refused(`{ ${'viewer { '.repeat(3000)} name ${'} '.repeat(3000)} }`)).toMatch(/64/);
    expect(
      await refused(`{ instances(filter: ${'['.repeat(4000)}${']'.repeat(4000)}) { totalCount } }`),
    ).toMatch(/64/);
    expect(
      await refused(`query ($a: ${'['.repeat(3000)}Int${']'.repeat(3000)}) { viewer { name } }`),
    ).toMatch(/64/);
  });

  it('may not nest without end behind fragments', async () => {
    const fragments = (count: number) =>
      repeated(count, (n) => {
        const below = n < count - 1 ? `...F${n + 1}` : 'id';
        return `fragment F${n} on SshKey { instances { nodes { keys { ${below} } } } }`;
      });

    expect(await refused(`{ sshKeys { nodes { ...F0 } } } ${fragments(6)}`)).toMatch(/12/);
    expect(await refused(`{ sshKeys { nodes { ...F0 } } } ${fragments(90)}`)).toMatch(/64/);
  });

  it('may not double and double again behind fragments', async () => {
    const doubling = repeated(40, (n) => `fragment F${n} on Viewer { ...F${n + 1} ...F${n + 1} }`);

    const message = await refused(`{ viewer { ...F0 } } ${doubling} fragment F40 on Viewer { name }`);

    expect(message).toMatch(/10000/);
  });

  it('has no fragments within themselves', async () => {
    const circles = repeated(
      30,
      (n) => `fragment F${n} on Viewer { name ${repeated(30, (m) => `...F${m}`)} }`,
    );

    const { codes } = await world.graphql(`{ viewer { ...F0 } } ${circles}`);

    expect(codes).toEqual(['BAD_USER_INPUT']);
  });

  it('may not call the same again and again', async () => {
    expect(await refused(`{ ${repeated(51, (n) => `a${n}: setup { hasUsers }`)} }`)).toMatch(/50/);
    expect(await refused(`{ ${repeated(12_000, (n) => `a${n}: setup { hasUsers }`)} }`)).toMatch(/10000/);
    expect(await refused(`{ ${'setup { hasUsers } '.repeat(2400)} }`)).toMatch(
      /more than 64 times in one place/,
    );
  });

  it('may not come with too many others', async () => {
    const many = (count: number) => repeated(count, (n) => `query Q${n} { setup { hasUsers } }`);

    expect(await refused(many(101))).toMatch(/101.*100/);
    expect(await refused(many(12_000))).toMatch(/10000/);
  });

  it('may not multiply large pages', async () => {
    await refused(`{ instances(first: 500) { nodes { keys { instances(first: 500) { nodes { id } } } } } }`);
    const query = `query ($many: Int) { sshKeys(first: $many) { nodes { instances(first: $many) { nodes { id } } } } }`;
    expect(await refused(query, { many: 500 })).toMatch(/50000/);
    expect(await refused(query.replace('$many: Int', '$many: Int = 500'))).toMatch(/50000/);
  });

  it('may not multiply lists that have no pages', async () => {
    const groups = 'interfaces { securityGroups { id name description } }';

    expect(await refused(`{ instances(first: 500) { nodes { ${groups} } } }`)).toMatch(/50000/);
    expect((await world.graphql(`{ instances(first: 50) { nodes { ${groups} } } }`)).codes).toEqual([]);
  });

  it('may not search for many words in many places', async () => {
    const words = repeated(64, (n) => `word${n}`);

    expect(
      await refused(`{ ${repeated(20, (n) => `a${n}: instances(search: "${words}") { totalCount }`)} }`),
    ).toMatch(/50000/);
    expect((await world.graphql(`{ instances(search: "${words}") { totalCount } }`)).codes).toEqual([]);
  });

  it.each([
    ['first: 501', {}],
    ['last: 501', {}],
    ['first: -1', {}],
    ['first: -2000000000', {}],
    ['first: $size', { size: -2_000_000_000 }],
    ['last: $size', { size: 501 }],
    ['first: $usual', {}],
  ])('may not ask for a page of %s objects, and then nothing of it runs', async (page, variables) => {
    const query = `mutation ($size: Int = 1, $usual: Int = -5) {
      first: createSecurityGroup(input: { name: "by mistake" }) { outcome }
      then: createSecurityGroup(input: { name: "again" }) { securityGroup { instances(${page}) { totalCount } } }
      unused: createSecurityGroup(input: { name: "x", dryRun: true }) { securityGroup {
        a: instances(first: $size) @skip(if: true) { totalCount } b: instances(first: $usual) @skip(if: true) { totalCount } } } }`;

    const { codes, errors } = await world.graphql(query, variables);

    expect(codes).toEqual(['BAD_USER_INPUT']);
    expect(errors[0]!.message).toBe('A page has 0 to 500 objects.');
    expect(await world.data('{ securityGroups(search: "by mistake") { totalCount } }')).toEqual({
      securityGroups: { totalCount: 0 },
    });
  });

  it('asks for pages from one end alone', async () => {
    const { codes } = await world.graphql('{ instances(first: 1, last: 1) { totalCount } }');

    expect(codes).toEqual(['BAD_USER_INPUT']);
  });

  it('has a text of at most half a million characters, its comments included', async () => {
    const query = (comments: number) => `${'#\n'.repeat(comments)} { setup { hasUsers } }`;

    expect(await refused(query(262_144))).toMatch(/524288.*variables/);
    expect((await world.graphql(query(262_100))).codes).toEqual([]);
  });

  it('has at most a thousand tokens before sign-in', async () => {
    const ask = async (count: number, as: 'nobody' | 'viewer') => {
      const { codes, errors, status } = await world.graphql(
        `{ ${repeated(count, (n) => `x${n}`)} }`,
        {},
        { as },
      );
      return { status, codes: [...new Set(codes)], message: errors[0]!.message };
    };

    const wrong = { status: 200, codes: ['BAD_USER_INPUT'] };
    expect(await ask(998, 'nobody')).toMatchObject(wrong);
    expect(await ask(999, 'viewer')).toMatchObject(wrong);
    expect(await ask(999, 'nobody')).toEqual({
      status: 400,
      codes: ['QUERY_TOO_COMPLEX'],
      message: 'This document has 1001 tokens, more than 1000 before sign-in.',
    });
  });
});
