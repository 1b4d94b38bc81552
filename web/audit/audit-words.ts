import type { ActorKind, AuditAction } from '../generated/graphql';

export const actionWords: Record<AuditAction, string> = {
  CREATED: 'created',
  UPDATED: 'changed',
  DELETED: 'deleted',
};

/** Through which door a change came in. */
export const doorWords: Record<ActorKind, string> = {
  USER: 'the admin site',
  API_TOKEN: 'an API token',
  SYSTEM: 'the command line',
  NOBODY: 'nobody signed in',
  GUEST: 'the metadata service',
};
