/** Commands that run in a network of their own, whose links and addresses a test chooses. */
import { spawnSync } from 'node:child_process';

/** Returns the command that prepares its own network with `preparation`, a shell command, and runs its arguments in it. */
export const inOwnNetwork = (preparation: string): string[] => [
  'unshare',
  '-n',
  'sh',
  '-c',
  `ip link set lo up && ${preparation}; exec "$@"`,
  'in-network',
];

/** True if this machine and user can run the command, and join its network later. */
export const canRunInNetwork = ([unshare, ...args]: string[]): boolean =>
  process.getuid?.() === 0 && spawnSync(unshare!, [...args, 'nsenter', '--version']).status === 0;
