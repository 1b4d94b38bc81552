import type { Referable } from '../graphql/references.ts';
import { ApiToken } from './api-token.entity.ts';
import { User } from './user.entity.ts';

export const users: Referable<User> = { entity: User, noun: 'user', names: ['username'] };
export const apiTokens: Referable<ApiToken> = { entity: ApiToken, noun: 'API token', names: ['name'] };
