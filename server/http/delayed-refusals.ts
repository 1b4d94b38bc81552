import type { IncomingMessage } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

/** How long a refusal waits, and how many may wait: whoever is refused at once asks again at once. */
const limits = { delayMs: 500, maxWaiting: 2000 };

/** Refusals for too many requests, which wait for a moment. Beyond the limit a connection is closed instead. */
export class DelayedRefusals {
  /** Counted since the start. */
  count = 0;
  private waiting = 0;

  /** Resolves with true once the refusal is to be sent, or with false where the connection was closed. */
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
