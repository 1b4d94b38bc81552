import type { ChildProcess } from 'node:child_process';

const children = new Set<ChildProcess>();

/**
 * Has a child process killed when this one exits, for whatever reason. A hanging child would not notice that its parent
 * is gone, and would go on accepting connections.
 */
export function killOnExit(child: ChildProcess): void {
  if (children.size === 0) process.once('exit', killAll);
  children.add(child);
  child.once('exit', () => {
    children.delete(child);
    if (children.size === 0) process.off('exit', killAll);
  });
}

function killAll(): void {
  for (const child of children) child.kill('SIGKILL');
}
