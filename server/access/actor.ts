import { permissionsOf, type Permission, type Role } from './permission.ts';

/** Who asks: a signed-in person, a script with a token, the server's own commands, or nobody. */
export type Actor =
  | { readonly kind: 'USER'; readonly id: string; readonly name: string; readonly role: Role }
  | { readonly kind: 'API_TOKEN'; readonly id: string; readonly name: string; readonly role: Role }
  | { readonly kind: 'SYSTEM'; readonly name: string }
  | { readonly kind: 'NOBODY' };

export const nobody: Actor = { kind: 'NOBODY' };

/** The command line: it has the database's own password, so it may do everything. */
export const system: Actor = { kind: 'SYSTEM', name: 'command line' };

export const isSignedIn = (actor: Actor) => actor.kind !== 'NOBODY';

/** Everything that the actor may do. */
export function permissionsOfActor(actor: Actor): readonly Permission[] {
  if (actor.kind === 'SYSTEM') return permissionsOf('SUPERUSER');
  return actor.kind === 'NOBODY' ? [] : permissionsOf(actor.role);
}

export const may = (actor: Actor, permission: Permission) => permissionsOfActor(actor).includes(permission);
