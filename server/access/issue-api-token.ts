import { ApiToken, type ApiTokenFacts } from './api-token.entity.ts';
import { hashOf, newSecret } from './secret.ts';

/** For how many days a token is good where nothing else is said. */
export const usualTokenDays = 90;

/** The expiry of a token where nothing else is said. */
export const usualTokenExpiry = (now: Date) => new Date(now.getTime() + usualTokenDays * 24 * 60 * 60 * 1000);

/** A new token and its secret, which is kept nowhere. */
export function issueApiToken(given: ApiTokenFacts): { apiToken: ApiToken; secret: string } {
  const secret = `cm_${newSecret()}`;
  return {
    apiToken: new ApiToken({ ...given, secretHash: hashOf(secret), prefix: secret.slice(0, 9) }),
    secret,
  };
}
