/** The acts that callers wait for, in the order in which it is the turn of each. */
const lines = new Map<string, (() => void)[]>();

/** Does something when it is the turn of a caller: one thing in each turn of the event loop, of one caller after another. */
export function inTurn(caller: string, act: () => void): void {
  const line = lines.get(caller);
  if (line) return void line.push(act);
  lines.set(caller, [act]);
  if (lines.size === 1) setImmediate(next);
}

function next(): void {
  const [[caller, line]] = lines as unknown as [[string, (() => void)[]]];
  const act = line.shift()!;
  lines.delete(caller);
  if (line.length > 0) lines.set(caller, line);
  if (lines.size > 0) setImmediate(next);
  act();
}
