/** Queries that would hold up the server are refused before they run. */
import { beforeAll, expect, it } from '@jest/globals';
import { onBothDatabases, type World } from './world.ts';

const nested = (depth: number) => {
  const [open, close] = ['instances { nodes { keys { ', ' } } }'];
  return `{ ${open.repeat(depth)}id${close.repeat(depth)} }`;
};

onBothDatabases('a query', (open) => {
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
    await refused(nested(5));
  });

  it('may not nest without end behind fragments', async () => {
    const fragments = [...Array(20).keys()].map(
      (n) =>
        `fragment F${n} on SshKey { instances { nodes { keys { ${n < 19 ? `...F${n + 1}` : 'id'} } } } }`,
    );

    await refused(`{ sshKeys { nodes { ...F0 } } } ${fragments.join(' ')}`);
  });

  it('may not call the same again and again', async () => {
    const calls = [...Array(51).keys()].map((n) => `a${n}: setup { hasUsers }`);

    await refused(`{ ${calls.join(' ')} }`);
  });

  it('may not multiply large pages', async () => {
    await refused(`{ instances(first: 500) { nodes { keys { instances(first: 500) { nodes { id } } } } } }`);
    const query = `query ($many: Int) { sshKeys(first: $many) { nodes { instances(first: $many) { nodes { id } } } } }`;
    expect(await refused(query, { many: 500 })).toMatch(/50000|50,000/);
  });

  it('may not ask for a page of more than 500', async () => {
    for (const page of ['first: 501', 'last: 501', 'first: -1']) {
      const { codes } = await world.graphql(`{ instances(${page}) { totalCount } }`);
      expect(codes).toEqual(['BAD_USER_INPUT']);
    }
  });
});
