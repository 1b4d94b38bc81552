/**
 * When what is still there is ended after a stop began, in milliseconds: each a little later than what it waits for, so
 * that the process which watches the others is the last one. Who asked something has as long as an operation may take.
 */
export const stopTimeoutsMs = { requests: 10_000, dataPlane: 10_500, controlPlane: 11_000, all: 12_000 };
