import type { ChildProcess } from 'node:child_process';
import type { Message } from './messages.ts';

/** A channel for messages to and from another process. */
export interface Channel {
  /** Resolves once the message is handed to the system; also if there is no receiver any more. */
  send(message: Message): Promise<void>;
  onMessage(listener: (message: Message) => void): void;
}

/** The channel of this process to the one that started it. */
export function channelToParent(): Channel {
  return {
    send: (message) => sendOver(process, message),
    onMessage: (listener) => void process.on('message', listener),
  };
}

/** Sends to a child, or from one to its parent. A process that is just ending receives no message. */
export function sendOver(to: ChildProcess | NodeJS.Process, message: Message): Promise<void> {
  return new Promise((resolve) => {
    if (!to.connected || to.send === undefined) return resolve();
    to.send(message, undefined, undefined, () => resolve());
  });
}
