import { ApiToken, type ApiTokenFacts } from './api-token.entity.ts';
import { hashOf, newSecret } from './secret.ts';

/** The days until a token expires by default. */
export const usualTokenDays = 90;

/** The default expiry of a token that is made now. */
export const usualTokenExpiry = (now: Date) => new Date(now.getTime() + usualTokenDays * 24 * 60 * 60 * 1000);

/** Makes a token and its secret, which is stored nowhere. */
export function issueApiToken(given: ApiTokenFacts): { apiToken: ApiToken; secret: string } {
  const secret = `cm_${newSecret()}`;
  return {
    apiToken: new ApiToken({ ...given, secretHash: hashOf(secret), prefix: secret.slice(0, 9) }),
    secret,
  };
}
