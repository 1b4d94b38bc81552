import { ApiToken, type ApiTokenFacts } from './api-token.entity.ts';
import { hashOf, newSecret } from './secret.ts';

/** Makes a token and its secret, which is stored nowhere. */
export function issueApiToken(given: ApiTokenFacts): { apiToken: ApiToken; secret: string } {
  const secret = `cm_${newSecret()}`;
  return {
    apiToken: new ApiToken({ ...given, secretHash: hashOf(secret), prefix: secret.slice(0, 9) }),
    secret,
  };
}
