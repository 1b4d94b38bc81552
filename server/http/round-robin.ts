/** The functions to call for each caller, with the callers in the order of their turns. */
const queues = new Map<string, (() => void)[]>();

/** Queues a function of a caller: each turn of the event loop calls one, for one caller after another. */
export function callRoundRobin(caller: string, act: () => void): void {
  const queue = queues.get(caller);
  if (queue) return void queue.push(act);
  queues.set(caller, [act]);
  if (queues.size === 1) setImmediate(next);
}

function next(): void {
  const [[caller, queue]] = queues as unknown as [[string, (() => void)[]]];
  const act = queue.shift()!;
  queues.delete(caller);
  if (queue.length > 0) queues.set(caller, queue);
  if (queues.size > 0) setImmediate(next);
  act();
}
