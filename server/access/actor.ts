import { permissionsOf, type Permission, type Role } from './permission.ts';

/** The rights of a person or a script: a role, and whether roles may be given to machines where the role leaves it open. */
interface Rights {
  readonly role: Role;
  readonly rolesAssign: boolean;
}

/** Who asks: a signed-in person, a script with a token, the server's own commands, or nobody. */
export type Actor =
  | ({ readonly kind: 'USER'; readonly id: string; readonly name: string } & Rights)
  | ({ readonly kind: 'API_TOKEN'; readonly id: string; readonly name: string } & Rights)
  | { readonly kind: 'SYSTEM'; readonly name: string }
  | { readonly kind: 'NOBODY' };

export const nobody: Actor = { kind: 'NOBODY' };

/** The command line: it has the database's own password, so it may do everything. */
export const system: Actor = { kind: 'SYSTEM', name: 'command line' };

export const isSignedIn = (actor: Actor) => actor.kind !== 'NOBODY';

/** Everything that the actor may do. */
export function permissionsOfActor(actor: Actor): readonly Permission[] {
  if (actor.kind === 'SYSTEM') return permissionsOf('SUPERUSER');
  return actor.kind === 'NOBODY' ? [] : permissionsWith(actor);
}

/** The right to give roles adds to those who write machines, and to nobody else. */
function permissionsWith({ role, rolesAssign }: Rights): readonly Permission[] {
  const ofRole = permissionsOf(role);
  const isMissing = ofRole.includes('instances:write') && !ofRole.includes('roles:assign');
  return rolesAssign && isMissing ? [...ofRole, 'roles:assign'] : ofRole;
}

export const may = (actor: Actor, permission: Permission) => permissionsOfActor(actor).includes(permission);
