/** The limits of a person's sessions in time and number. The server keeps to these, whatever a cookie says. */
export const sessionLimits = {
  /** Without a request. */
  idleMs: 12 * 60 * 60 * 1000,
  /** Since signing in, however much it is used. */
  longestMs: 14 * 24 * 60 * 60 * 1000,
  /** Of one user: signing in once more ends the one that was not used for the longest time. */
  maxOfUser: 100,
};

/** The same for descriptions. */
export const sessionRule = `A session ends ${sessionLimits.idleMs / 3_600_000} hours after its last request, and ${sessionLimits.longestMs / 86_400_000} days after signing in at the latest.`;
