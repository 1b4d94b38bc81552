import type { Channel } from '../../processes/channel.ts';
import type { Message } from '../../processes/messages.ts';

/** Two ends of a channel within one process. */
export function channelPair(): [Channel, Channel] {
  const listeners: [((message: Message) => void)[], ((message: Message) => void)[]] = [[], []];
  const end = (own: 0 | 1, other: 0 | 1): Channel => ({
    send: async (message) => {
      for (const listener of listeners[other]) listener(message);
    },
    onMessage: (listener) => void listeners[own].push(listener),
  });
  return [end(0, 1), end(1, 0)];
}
