/**
 * Time limits for what still runs, from the beginning of a stop, in milliseconds: each a little later than what it
 * waits for, so that the supervising process ends last. Requests have as long as an operation may take.
 */
export const stopTimeoutsMs = { requests: 10_000, dataPlane: 10_500, controlPlane: 11_000, all: 12_000 };
