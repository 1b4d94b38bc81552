import type { IncomingMessage } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

/** The delay of a refusal, and the maximum number that wait: clients that are refused at once retry at once. */
const limits = { delayMs: 500, maxWaiting: 2000 };

/** Delays refusals for too many requests. If too many wait already, the connection is closed instead. */
export class DelayedRefusals {
  /** The number of refusals since the start. */
  count = 0;
  private waiting = 0;

  /** Resolves with true once the refusal is to be sent, or with false if the connection was closed. */
  async delay(request: IncomingMessage): Promise<boolean> {
    this.count += 1;
    if (this.waiting >= limits.maxWaiting) {
      request.socket.destroy();
      return false;
    }
    this.waiting += 1;
    await pause(limits.delayMs);
    this.waiting -= 1;
    return true;
  }
}
