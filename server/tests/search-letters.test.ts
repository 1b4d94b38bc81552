/** A search is literal: `%`, `_` and `\` stand for themselves, and letters match both cases. */
import { beforeAll, expect, it } from '@jest/globals';
import { issueApiToken } from '../access/issue-api-token.ts';
import { Role } from '../access/roles.ts';
import { exampleKeys } from './support/example-keys.ts';
import {
  createSshKey,
  createUser,
  createUserData,
  createVpc,
  upsertSecurityGroups,
} from './support/operations.ts';
import { onBothDatabases, type World } from './support/world.ts';

/** Names that each find only themselves, although as patterns of `like` each would match some others. */
const names = ['x_y', 'x%y', 'x\\y', 'x!y', 'xzzy', 'x\\%y', 'x\\_y'];
const publicKey = exampleKeys[0]!.line;

onBothDatabases('a search', (open) => {
  let world: World;
  beforeAll(async () => void (world = await open()));

  const found = async (list: string, shown: string, search: string): Promise<string[]> => {
    const query = `query ($search: String) { ${list}(search: $search) { nodes { ${shown} } } }`;
    const data = await world.data(query, { search }, { as: 'superuser' });
    return data[list].nodes.map((node: Record<string, string>) => node[shown]).sort();
  };

  it.each<[string, string, (name: string) => Promise<unknown>]>([
    ['sshKeys', 'name', (name) => world.data(createSshKey, { input: { name, publicKey } })],
    ['userDataDocuments', 'name', (name) => world.data(createUserData, { input: { name, text: 'x' } })],
    ['vpcs', 'name', (name) => world.data(createVpc, { input: { name } })],
    [
      'securityGroups',
      'name',
      (name) => world.data(upsertSecurityGroups, { input: { securityGroups: [{ name }] } }),
    ],
    [
      'apiTokens',
      'name',
      async (name) => {
        const em = world.orm.em.fork();
        await em
          .persist(
            issueApiToken({ name, role: Role.VIEWER, rolesAssign: false, expiresAt: null, owner: null })
              .apiToken,
          )
          .flush();
      },
    ],
    ['instances', 'externalId', (externalId) => world.instance({ externalId })],
  ])('for %s takes every character as it is', async (list, shown, make) => {
    for (const name of names) await make(name);

    for (const name of names) expect([name, await found(list, shown, name)]).toEqual([name, [name]]);
    expect(await found(list, shown, 'X_Y')).toEqual(['x_y']);
  });

  it('for users takes every character as it is', async () => {
    for (const username of ['u_v', 'uzv'])
      await world.data(createUser, { input: { username, password: 'long enough' } }, { as: 'superuser' });

    expect(await found('users', 'username', 'U_V')).toEqual(['u_v']);
    expect(await found('users', 'username', 'u%v')).toEqual([]);
  });

  it('for several words takes every character of each as it is', async () => {
    for (const [n, value] of ['100%', '100x', 'a\\b', 'a_b'].entries())
      await world.instance({ hostname: `words-${n}`, tags: [{ key: 'share', value }] });

    expect(await found('instances', 'hostname', 'WORDS 100%')).toEqual(['words-0']);
    expect(await found('instances', 'hostname', 'words a_b')).toEqual(['words-3']);
    expect(await found('instances', 'hostname', 'words a\\b')).toEqual(['words-2']);
    expect(await found('instances', 'hostname', 'words %')).toEqual(['words-0']);
  });
});
