/** The limits of a person's sessions in time and number. The server enforces them, whatever the cookie's expiry is. */
export const sessionLimits = {
  /** The time without a request after which a session ends. */
  idleMs: 12 * 60 * 60 * 1000,
  /** The time after signing in at which a session ends, even if it is in use. */
  longestMs: 14 * 24 * 60 * 60 * 1000,
  /** The number per user: one more sign-in ends the session that was unused for the longest time. */
  maxOfUser: 100,
};

/** The same in words, for descriptions. */
export const sessionRule = `A session ends ${sessionLimits.idleMs / 3_600_000} hours after its last request, and ${sessionLimits.longestMs / 86_400_000} days after signing in at the latest.`;
