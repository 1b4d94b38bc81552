import type { ChildProcess } from 'node:child_process';

const children = new Set<ChildProcess>();

/**
 * Has a child process killed when this one exits, however it comes to that. A child that hangs would not hear that its
 * parent is gone, and go on taking connections.
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
