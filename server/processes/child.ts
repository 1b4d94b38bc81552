import { once } from 'node:events';
import type { Log } from '../log.ts';
import { channelToParent, type Channel } from './channel.ts';
import type { Assignment, Message } from './messages.ts';

/** A child process: its assignment and its channel to the parent. */
export interface Child {
  readonly assignment: Assignment;
  readonly channel: Channel;
  /** Resolves when the parent asks it to end. */
  readonly stopped: Promise<void>;
}

/**
 * Sets up a child process: waits for its assignment, and answers pings from then on. It ends when its parent asks it
 * to, or is gone. Signals that a terminal or systemd sends to all processes at once are left to the parent, which still
 * has requests to hand over.
 */
export async function beginChild(): Promise<Child> {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
  process.once('disconnect', () => process.exit(1));
  const channel = channelToParent();
  const { promise: stopped, resolve: stop } = Promise.withResolvers<void>();
  channel.onMessage((message) => {
    if (message.kind === 'ping') void channel.send({ kind: 'pong' });
    if (message.kind === 'stop') stop();
  });
  return { assignment: await receiveAssignment(), channel, stopped };
}

async function receiveAssignment(): Promise<Assignment> {
  const [message] = (await once(process, 'message')) as [Message];
  if (message.kind !== 'assignment') throw new Error(`a ${message.kind} came before the assignment`);
  const { assignment } = message;
  return { ...assignment, config: Object.freeze(assignment.config) };
}

/** Logs an unexpected error and ends the process: its parent starts another one. */
export function endOnError(log: Log): void {
  process.once('uncaughtException', (error) => {
    log.fatal({ err: error }, 'ending after an error that nobody expected');
    process.exit(1);
  });
}
