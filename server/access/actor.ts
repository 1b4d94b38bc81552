import { permissionsOf, type Permission } from './permission.ts';
import type { RoleName } from './roles.ts';

/** The rights of a person or a script: a role, and for an OPERATOR whether it may also assign roles to instances. */
interface Rights {
  readonly role: RoleName;
  readonly rolesAssign: boolean;
}

/** The sender of a request: a signed-in person, a script with a token, the server's own commands, or nobody. */
export type Actor =
  | ({ readonly kind: 'USER'; readonly id: string; readonly name: string } & Rights)
  | ApiTokenActor
  | { readonly kind: 'SYSTEM'; readonly name: string }
  | { readonly kind: 'NOBODY' };

/** A script. If its token has an owner, it may do no more than the owner may at this moment. */
interface ApiTokenActor extends Rights {
  readonly kind: 'API_TOKEN';
  readonly id: string;
  readonly name: string;
  readonly owner: Rights | null;
}

export const nobody: Actor = { kind: 'NOBODY' };

/** The command line: it has the password of the database, so it may do everything. */
export const system: Actor = { kind: 'SYSTEM', name: 'command line' };

export const isSignedIn = (actor: Actor) => actor.kind !== 'NOBODY';

export function permissionsOfActor(actor: Actor): readonly Permission[] {
  if (actor.kind === 'SYSTEM') return permissionsOf('SUPERUSER');
  if (actor.kind === 'NOBODY') return [];
  const own = permissionsWith(actor);
  if (actor.kind !== 'API_TOKEN' || actor.owner === null) return own;
  const ofOwner = permissionsWith(actor.owner);
  return own.filter((permission) => ofOwner.includes(permission));
}

/** `rolesAssign` adds a permission only to roles that may write instances. */
function permissionsWith({ role, rolesAssign }: Rights): readonly Permission[] {
  const ofRole = permissionsOf(role);
  const isMissing = ofRole.includes('instances:write') && !ofRole.includes('roles:assign');
  return rolesAssign && isMissing ? [...ofRole, 'roles:assign'] : ofRole;
}

export const may = (actor: Actor, permission: Permission) => permissionsOfActor(actor).includes(permission);

/** A sentence to append to a refusal if a token lacks a permission only because its owner does; else empty. */
export function limitByOwner(actor: Actor, permission: Permission): string {
  if (actor.kind !== 'API_TOKEN' || actor.owner === null) return '';
  if (!permissionsWith(actor).includes(permission) || may(actor, permission)) return '';
  return ` This token has it, but no token may do more than its owner, who has the role ${actor.owner.role} now.`;
}
