import { may, type Actor } from './actor.ts';

/** Matches the objects that an actor has made, or all with the permission users:read. */
export const ownObjects = (actor: Actor): { actorId?: string } =>
  may(actor, 'users:read') ? {} : { actorId: 'id' in actor ? actor.id : '' };
