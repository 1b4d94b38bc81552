import { Extensions } from 'type-graphql';
import { roles, type RoleName } from './roles.ts';

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
export type PermissionScope = (typeof permissionScopes)[number];

/**
 * Reading and writing in each permission scope, and two others: `user-data:list` shows that a document exists, its
 * name, kind and size (`user-data:read` also shows its content and that of custom metadata); `roles:assign` allows to
 * choose the instances that get the credentials of a role.
 */
export type Permission = `${PermissionScope}:${'read' | 'write'}` | 'user-data:list' | 'roles:assign';

const reads = (...of: PermissionScope[]) => of.map((scope): Permission => `${scope}:read`);
const writes = (...of: PermissionScope[]) => of.map((scope): Permission => `${scope}:write`);

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

const granted: Record<RoleName, readonly Permission[]> = {
  VIEWER: viewer,
  AUDITOR: auditor,
  OPERATOR: operator,
  SUPERUSER: superuser,
};

export const permissionsOf = (role: RoleName) => granted[role];

/** Returns the roles that have the permission, the one with the fewest permissions first. */
export const rolesWith = (permission: Permission): RoleName[] =>
  roles.filter((role) => granted[role].includes(permission));

/** The same as the end of a sentence: `the roles OPERATOR and SUPERUSER have it`. */
export function describeHolders(permission: Permission): string {
  const names = rolesWith(permission);
  if (names.length === 1) return `the role ${names[0]} has it`;
  return `the roles ${names.slice(0, -1).join(', ')} and ${names.at(-1)} have it`;
}

/** The requirement of an operation or a field: a permission, being signed in, or nothing. */
export type Need = Permission | 'signed-in' | 'nothing';

/**
 * Declares the need of a query or mutation, or of a field that needs more than its parent. A query or mutation without
 * a declaration is refused to everyone. In a type with `simpleResolvers` the field has to be `simple: false`.
 *
 * The gate in `api/` reads it from the field's GraphQL extensions.
 */
export const Needs = (need: Need) => Extensions({ need });
