/** The days until a token expires by default. */
export const defaultTokenDays = 90;

/** The default expiry of a token that is made now. */
export const defaultTokenExpiry = (now: Date) =>
  new Date(now.getTime() + defaultTokenDays * 24 * 60 * 60 * 1000);
