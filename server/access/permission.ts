import { Extensions } from 'type-graphql';

export const roles = ['VIEWER', 'OPERATOR', 'SUPERUSER'] as const;
export type Role = (typeof roles)[number];

const rooms = ['instances', 'networks', 'keys', 'user-data', 'roles', 'users', 'tokens', 'audit'] as const;
export type Permission = `${(typeof rooms)[number]}:${'read' | 'write'}`;

const reads = (...of: (typeof rooms)[number][]) => of.map((room): Permission => `${room}:read`);
const writes = (...of: (typeof rooms)[number][]) => of.map((room): Permission => `${room}:write`);

const viewer = reads('instances', 'networks', 'keys', 'user-data', 'roles', 'audit');
const operator = [...viewer, ...writes('instances', 'networks', 'keys', 'user-data', 'roles')];
const superuser = [...operator, ...reads('users', 'tokens'), ...writes('users', 'tokens')];

const granted: Record<Role, readonly Permission[]> = {
  VIEWER: viewer,
  OPERATOR: operator,
  SUPERUSER: superuser,
};

/** What a role may do. */
export const permissionsOf = (role: Role) => granted[role];

/** The least role that has the permission. */
export const leastRoleWith = (permission: Permission): Role =>
  roles.find((role) => granted[role].includes(permission)) ?? 'SUPERUSER';

/** What an operation needs: a permission, only to be signed in, or nothing. */
export type Need = Permission | 'signed-in' | 'nothing';

/**
 * Declares what a query or mutation needs. One that declares nothing is refused to everybody.
 *
 * The gate in `api/` reads it from the field's GraphQL extensions.
 */
export const Needs = (need: Need) => Extensions({ need });
