import type { Referable } from '../graphql/references.ts';
import { ApiToken } from './api-token.entity.ts';
import { Session } from './session.entity.ts';
import { User } from './user.entity.ts';

export const users: Referable<User> = { entity: User, noun: 'user', names: ['username'] };
export const apiTokens: Referable<ApiToken> = { entity: ApiToken, noun: 'API token', names: ['name'] };

/** All sessions, or those of one user. */
export const sessionsFor = (userId: string | undefined): Referable<Session> => ({
  entity: Session,
  noun: 'session',
  names: [],
  ...(userId === undefined
    ? {}
    : {
        only: {
          where: { user: { id: userId } },
          hint: 'The sessions of others need the permission users:write: the role SUPERUSER has it.',
        },
      }),
});
