import type { IncomingMessage, ServerResponse } from 'node:http';
import { handOverCost, type Bucket, type RateLimiter } from '../imds/rate-limiter.ts';
import type { DelayedRefusals } from '../imds/delayed-refusals.ts';
import { signedInHeader, type Sender } from './hand-over-headers.ts';
import { sendOutage } from './outage-answer.ts';

interface Asked {
  request: IncomingMessage;
  response: ServerResponse;
  sender: Sender;
}

/** Rate limits callers that are not signed in, as the metadata service does, before they reach the control plane. */
export class AnonymousThrottle {
  constructor(
    private readonly limiter: RateLimiter,
    private readonly refusals: DelayedRefusals,
  ) {}

  /** True for a request to be handled further; any other is answered. */
  async admits(asked: Asked): Promise<boolean> {
    if (this.limiter.allows(this.bucketOf(asked.sender), handOverCost)) return true;
    if (await this.refusals.delay(asked.request)) sendOutage(asked, 'throttled');
    return false;
  }

  /** Refunds a request whose sender is signed in: only the control plane knows if a credential is good. */
  note(sender: Sender, answer: IncomingMessage): void {
    if (answer.headers[signedInHeader] !== undefined)
      this.limiter.refund(this.bucketOf(sender), handOverCost);
  }

  private bucketOf({ address }: Sender): Bucket {
    return this.limiter.bucketFor(address ?? '');
  }
}
