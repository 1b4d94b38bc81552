/** Permissions: denied by default, and the schema itself states what each operation needs. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { GraphQLField } from 'graphql';
import { permissionsOf, type Need, type Permission } from '../access/permission.ts';
import { roles, type RoleName } from '../access/roles.ts';
import { buildApiSchema } from '../api/schema.ts';
import { smallestOperation } from './support/example-arguments.ts';
import type { Asker } from './support/graphql-client.ts';
import { onBothDatabases, type World } from './support/world.ts';

const schema = buildApiSchema();

interface Operation {
  name: string;
  need: Need | undefined;
  text: string;
}

const operationsOf = (kind: 'query' | 'mutation'): Operation[] => {
  const type = kind === 'query' ? schema.getQueryType() : schema.getMutationType();
  return Object.values(type!.getFields() as Record<string, GraphQLField<unknown, unknown>>).map((field) => ({
    name: field.name,
    need: field.extensions.need as Need | undefined,
    text: smallestOperation(kind, field),
  }));
};

/** Returns the token of a role without additional rights. */
const tokenOf = (role: RoleName) =>
  role === 'OPERATOR' ? 'operatorWithoutRoles' : (role.toLowerCase() as 'viewer');

const queries = operationsOf('query');
const mutations = operationsOf('mutation');
const operations = [...queries, ...mutations];

const words = (text: string) => text.split(/\s+/);

/** Every operation, by the permission that it needs. */
const operationsByNeed: Partial<Record<Need, string[]>> = {
  'audit:read': words(`auditEntries`),
  'instances:read': words(`instance instances job jobs`),
  'instances:write': words(
    `cancelJob cancelMaintenance completeMaintenance createInstance deleteInstance deleteInstances deleteInstancesByFilter interruptSpotInstance purgeInstance recommendRebalance reprovisionInstance rescheduleMaintenance restoreInstance scheduleMaintenance setTargetLifecycleState updateInstance updateInstancesByFilter upsertInstance upsertInstances withdrawRebalanceRecommendation withdrawSpotInterruption`,
  ),
  'keys:read': words(`sshKey sshKeys`),
  'keys:write': words(
    `createSshKey deleteSshKey deleteSshKeys importSshKeys purgeSshKey restoreSshKey updateSshKey upsertSshKey upsertSshKeys`,
  ),
  'networks:read': words(`securityGroup securityGroups subnet subnets vpc vpcs`),
  'networks:write': words(
    `createSecurityGroup createSubnet createVpc deleteSecurityGroup deleteSecurityGroups deleteSubnet deleteSubnets deleteVpc deleteVpcs purgeSecurityGroup purgeSubnet purgeVpc restoreSecurityGroup restoreSubnet restoreVpc updateSecurityGroup updateSubnet updateVpc upsertSecurityGroup upsertSecurityGroups upsertSubnet upsertSubnets upsertVpc upsertVpcs`,
  ),
  nothing: words(`setup signIn signOut viewer`),
  'roles:read': words(`iamRole iamRoles`),
  'roles:write': words(
    `createIamRole deleteIamRole deleteIamRoles updateIamRole upsertIamRole upsertIamRoles`,
  ),
  'signed-in': words(
    `archived changePassword identityCertificates node revokeSession revokeSessions sessions`,
  ),
  'tokens:read': words(`apiTokens`),
  'tokens:write': words(`createApiToken revokeApiToken`),
  'user-data:list': words(`userData userDataDocuments`),
  'user-data:write': words(
    `createUserData deleteUserData deleteUserDataDocuments purgeUserData restoreUserData restoreUserDataRevision updateUserData upsertUserData upsertUserDataDocuments`,
  ),
  'users:read': words(`users`),
  'users:write': words(`createUser updateUser`),
};

describe('the schema', () => {
  it('has no operation that needs anything else than the table says', () => {
    const byNeed = Map.groupBy(operations, ({ need }) => need);
    const declared = [...byNeed].map(([need, some]) => [need, some.map(({ name }) => name).sort()]);

    expect(Object.fromEntries(declared)).toEqual(operationsByNeed);
  });

  it('says of every operation what it needs', () => {
    expect(operations.filter(({ need }) => need === undefined)).toEqual([]);
    expect(operations.length).toBeGreaterThan(25);
  });

  it('lets nobody do more than look who they are, how far the server is, and sign in or out', () => {
    const open = operations.filter(({ need }) => need === 'nothing').map(({ name }) => name);

    expect(open.sort()).toEqual(['setup', 'signIn', 'signOut', 'viewer']);
  });

  it('changes nothing by a query, and needs a right to write for every other mutation', () => {
    expect(queries.filter(({ need }) => need?.endsWith(':write'))).toEqual([]);
    const others = mutations.filter(({ need }) => !need?.endsWith(':write')).map(({ name }) => name);
    expect(others.sort()).toEqual(['changePassword', 'revokeSession', 'revokeSessions', 'signIn', 'signOut']);
  });
});

onBothDatabases('a caller', (open) => {
  let world: World;
  beforeAll(async () => void (world = await open()));

  /** Returns the operations that a caller is refused with a code. */
  const refusalsFor = async (as: Asker, code: string) => {
    const refused: string[] = [];
    for (const { name, text } of operations)
      if ((await world.graphql(text, {}, { as })).codes.includes(code)) refused.push(name);
    return refused.sort();
  };
  const names = (some: Operation[]) => some.map(({ name }) => name).sort();

  it('who is not signed in may only sign in', async () => {
    const refused = await refusalsFor('nobody', 'UNAUTHENTICATED');

    // signing in fails too: there is no such user
    expect(refused).toEqual(
      names(operations.filter(({ name, need }) => need !== 'nothing' || name === 'signIn')),
    );
  });

  it.each(roles)(
    'with a token of the role %s is refused exactly what the role has no right to',
    async (role) => {
      const mayNot = ({ need }: Operation) =>
        need !== 'nothing' && need !== 'signed-in' && !permissionsOf(role).includes(need as Permission);

      const refused = await refusalsFor(tokenOf(role), 'FORBIDDEN');

      expect(refused).toEqual(names(operations.filter(mayNot)));
    },
  );

  it.each(['viewer', 'auditor'] as const)(
    'with the role of %s changes nothing but their own password and sessions',
    async (as) => {
      const refused = await refusalsFor(as, 'FORBIDDEN');

      expect(refused).toEqual(
        expect.arrayContaining(
          names(
            mutations.filter(({ name }) => !/^(changePassword|revokeSessions?|signIn|signOut)$/.test(name)),
          ),
        ),
      );
      expect(refused.includes('users')).toBe(as === 'viewer');
      expect(refused.includes('apiTokens')).toBe(as === 'viewer');
      expect(refused).not.toContain('instances');
    },
  );

  it('with the role of an operator has no say about people and tokens', async () => {
    const refused = await refusalsFor('operator', 'FORBIDDEN');

    expect(refused).toEqual([
      'apiTokens',
      'createApiToken',
      'createUser',
      'revokeApiToken',
      'updateUser',
      'users',
    ]);
  });

  it('is told which role would be enough', async () => {
    const { errors } = await world.graphql(
      'mutation { createInstance(input: { hostname: "a" }) { outcome } }',
      {},
      {
        as: 'viewer',
      },
    );

    expect(errors[0]!.message).toContain('OPERATOR');
  });

  it('cannot reach people or tokens by their ids either', async () => {
    const { users, apiTokens } = await world.data(
      '{ users { nodes { id } } apiTokens { nodes { id } } }',
      {},
      {
        as: 'superuser',
      },
    );
    const person = await world.person('somebody', 'VIEWER');
    expect(users.nodes).toEqual([]);

    for (const id of [person.id, apiTokens.nodes[0].id]) {
      const look = (as: Asker) => world.graphql('query ($id: ID!) { node(id: $id) { id } }', { id }, { as });
      expect((await look('viewer')).codes).toEqual(['FORBIDDEN']);
      expect((await look('operator')).codes).toEqual(['FORBIDDEN']);
      expect((await look('nobody')).codes).toEqual(['UNAUTHENTICATED']);
      expect((await look('superuser')).data.node).toEqual({ id });
    }
  });

  it('is told by the server what it may change', async () => {
    const { id } = await world.instance();
    const query =
      'query ($id: ID) { instance(by: { id: $id }) { viewerCanUpdate } viewer { role permissions } }';

    for (const role of roles) {
      const { instance, viewer } = await world.data(query, { id }, { as: tokenOf(role) });
      expect(instance.viewerCanUpdate).toBe(permissionsOf(role).includes('instances:write'));
      expect(viewer).toEqual({ role, permissions: [...permissionsOf(role)] });
    }
  });

  it.each([
    ['one that is no token', 'Bearer cm_nonsense'],
    ['one of another scheme', 'Basic dXNlcjpwYXNzd29yZA=='],
    ['an empty one', 'Bearer '],
    ['something else', 'cm_nonsense'],
  ])('who shows a wrong token does not go on as nobody: %s', async (_, authorization) => {
    const answer = await world.graphql(
      '{ setup { hasUsers } }',
      {},
      { as: 'nobody', headers: { authorization } },
    );

    expect(answer).toMatchObject({ status: 401, codes: ['UNAUTHENTICATED'], data: undefined });
  });
});
