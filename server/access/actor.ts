import { permissionsOf, type Permission, type Role } from './permission.ts';

/** The rights of a person or a script: a role, and whether roles may be given to machines where the role leaves it open. */
interface Rights {
  readonly role: Role;
  readonly rolesAssign: boolean;
}

/** Who asks: a signed-in person, a script with a token, the server's own commands, or nobody. */
export type Actor =
  | ({ readonly kind: 'USER'; readonly id: string; readonly name: string } & Rights)
  | ApiTokenActor
  | { readonly kind: 'SYSTEM'; readonly name: string }
  | { readonly kind: 'NOBODY' };

/** A script. Where its token has an owner, it may do no more than the owner may at this moment. */
interface ApiTokenActor extends Rights {
  readonly kind: 'API_TOKEN';
  readonly id: string;
  readonly name: string;
  readonly owner: Rights | null;
}

export const nobody: Actor = { kind: 'NOBODY' };

/** The command line: it has the database's own password, so it may do everything. */
export const system: Actor = { kind: 'SYSTEM', name: 'command line' };

export const isSignedIn = (actor: Actor) => actor.kind !== 'NOBODY';

/** Everything that the actor may do. */
export function permissionsOfActor(actor: Actor): readonly Permission[] {
  if (actor.kind === 'SYSTEM') return permissionsOf('SUPERUSER');
  if (actor.kind === 'NOBODY') return [];
  const own = permissionsWith(actor);
  if (actor.kind !== 'API_TOKEN' || actor.owner === null) return own;
  const ofOwner = permissionsWith(actor.owner);
  return own.filter((permission) => ofOwner.includes(permission));
}

/** The right to give roles adds to those who write machines, and to nobody else. */
function permissionsWith({ role, rolesAssign }: Rights): readonly Permission[] {
  const ofRole = permissionsOf(role);
  const isMissing = ofRole.includes('instances:write') && !ofRole.includes('roles:assign');
  return rolesAssign && isMissing ? [...ofRole, 'roles:assign'] : ofRole;
}

export const may = (actor: Actor, permission: Permission) => permissionsOfActor(actor).includes(permission);

/** A sentence for the end of a refusal, where a token lacks a permission only since its owner does; empty else. */
export function limitByOwner(actor: Actor, permission: Permission): string {
  if (actor.kind !== 'API_TOKEN' || actor.owner === null) return '';
  if (!permissionsWith(actor).includes(permission) || may(actor, permission)) return '';
  return ` This token has it, but no token may do more than its owner, who has the role ${actor.owner.role} now.`;
}
