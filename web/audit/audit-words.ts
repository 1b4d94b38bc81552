import type { ActorKind, AuditAction } from '../generated/graphql';

export const actionWords: Record<AuditAction, string> = {
  CREATED: 'created',
  UPDATED: 'changed',
  DELETED: 'deleted',
};

/** The origin of a change; completes "by ...". */
export const actorKindWords: Record<ActorKind, string> = {
  USER: 'the admin site',
  API_TOKEN: 'an API token',
  SYSTEM: 'the command line',
  NOBODY: 'an unauthenticated request',
  GUEST: 'the metadata service',
};
