import { ApiToken } from './api-token.entity.ts';
import { hashOf, newSecret } from './secret.ts';

/** A new token and its secret, which is kept nowhere. */
export function issueApiToken(given: Pick<ApiToken, 'name' | 'role' | 'rolesAssign' | 'expiresAt'>): {
  apiToken: ApiToken;
  secret: string;
} {
  const secret = `cm_${newSecret()}`;
  return {
    apiToken: new ApiToken({ ...given, secretHash: hashOf(secret), prefix: secret.slice(0, 9) }),
    secret,
  };
}
