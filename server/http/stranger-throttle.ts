import type { IncomingMessage, ServerResponse } from 'node:http';
import { handOverPrice, type Bucket, type RateLimiter } from '../guests/rate-limiter.ts';
import type { DelayedRefusals } from './delayed-refusals.ts';
import { signedInHeader, type Sender } from './hand-over-headers.ts';
import { sendOutage } from './outage-answer.ts';

interface Asked {
  request: IncomingMessage;
  response: ServerResponse;
  sender: Sender;
}

/** Holds those who are not signed in to what the metadata service grants a caller, before they reach the control plane. */
export class StrangerThrottle {
  constructor(
    private readonly limiter: RateLimiter,
    private readonly refusals: DelayedRefusals,
  ) {}

  /** True for a request that may be looked at further; any other is answered. */
  async admits(asked: Asked): Promise<boolean> {
    if (this.limiter.allows(this.accountOf(asked.sender), performance.now(), handOverPrice)) return true;
    if (await this.refusals.delay(asked.request)) sendOutage(asked, 'throttled');
    return false;
  }

  /** Gives back what a request took whose sender is signed in: the control plane alone knows whether a credential is good. */
  note(sender: Sender, answer: IncomingMessage): void {
    if (answer.headers[signedInHeader] !== undefined)
      this.limiter.refund(this.accountOf(sender), handOverPrice);
  }

  private accountOf({ address }: Sender): Bucket {
    return this.limiter.bucketFor(address ?? '');
  }
}
