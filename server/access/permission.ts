import { Extensions } from 'type-graphql';

export const roles = ['VIEWER', 'AUDITOR', 'OPERATOR', 'SUPERUSER'] as const;
export type Role = (typeof roles)[number];

const permissionScopes = [
  'instances',
  'networks',
  'keys',
  'user-data',
  'roles',
  'users',
  'tokens',
  'audit',
] as const;

/**
 * Reading and writing in each room, and two that stand for themselves: `user-data:list` shows that a document is there,
 * its name, kind and size, and `user-data:read` also its content and that of custom metadata; with `roles:assign` one
 * decides which machine gets the credentials of a role.
 */
export type Permission =
  | `${(typeof permissionScopes)[number]}:${'read' | 'write'}`
  | 'user-data:list'
  | 'roles:assign';

const reads = (...of: (typeof permissionScopes)[number][]) => of.map((scope): Permission => `${scope}:read`);
const writes = (...of: (typeof permissionScopes)[number][]) =>
  of.map((scope): Permission => `${scope}:write`);

const everyone: Permission[] = [
  ...reads('instances', 'networks', 'keys', 'roles', 'audit'),
  'user-data:list',
];
const viewer: Permission[] = [...everyone, 'user-data:read'];
const auditor: Permission[] = [...everyone, ...reads('users', 'tokens')];
const operator: Permission[] = [...viewer, ...writes('instances', 'networks', 'keys', 'user-data', 'roles')];
const superuser: Permission[] = [
  ...operator,
  'roles:assign',
  ...reads('users', 'tokens'),
  ...writes('users', 'tokens'),
];

const granted: Record<Role, readonly Permission[]> = {
  VIEWER: viewer,
  AUDITOR: auditor,
  OPERATOR: operator,
  SUPERUSER: superuser,
};

/** What a role may do. */
export const permissionsOf = (role: Role) => granted[role];

/** The roles that have the permission, the least of them first. */
export const rolesWith = (permission: Permission): Role[] =>
  roles.filter((role) => granted[role].includes(permission));

/** The same as the end of a sentence: `the roles OPERATOR and SUPERUSER have it`. */
export function whoHas(permission: Permission): string {
  const names = rolesWith(permission);
  if (names.length === 1) return `the role ${names[0]} has it`;
  return `the roles ${names.slice(0, -1).join(', ')} and ${names.at(-1)} have it`;
}

/** The need of an operation or a field: a permission, only to be signed in, or nothing. */
export type Need = Permission | 'signed-in' | 'nothing';

/**
 * Declares what a query or mutation needs, or a field that needs more than what leads to it. A query or mutation that
 * declares nothing is refused to everybody. Of a type with `simpleResolvers` the field has to be `simple: false`.
 *
 * The gate in `api/` reads it from the field's GraphQL extensions.
 */
export const Needs = (need: Need) => Extensions({ need });
