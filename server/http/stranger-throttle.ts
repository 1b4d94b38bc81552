import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FairShare } from '../guests/fair-share.ts';
import type { DelayedRefusals } from './delayed-refusals.ts';
import { ownPrefix, type Sender } from './hand-over-headers.ts';
import { sendOutage } from './outage-answer.ts';

/** Holds those who are not signed in to what the metadata service grants a caller, before they reach the control plane. */
export class StrangerThrottle {
  constructor(
    private readonly share: FairShare,
    private readonly refusals: DelayedRefusals,
  ) {}

  /**
   * Whether a request may be handed over; one that may not is answered. A request with a credential is let through
   * while its address has something left, since only the control plane knows whether the credential is good.
   */
  async admits(asked: {
    request: IncomingMessage;
    response: ServerResponse;
    sender: Sender;
  }): Promise<boolean> {
    const { request, sender } = asked;
    const account = this.share.of(sender.address ?? '');
    const now = performance.now();
    const isAdmitted = hasCredential(request)
      ? this.share.hasLeft(account, now)
      : this.share.admits(account, now);
    if (isAdmitted) return true;
    if (await this.refusals.delay(request)) sendOutage(asked, 'throttled');
    return false;
  }

  /** Counts a request after all whose credential was none. */
  note(request: IncomingMessage, { address }: Sender, answer: IncomingMessage): void {
    const isStranger = answer.statusCode === 401 || answer.headers[`${ownPrefix}actor`] === 'nobody';
    if (isStranger && hasCredential(request))
      this.share.admits(this.share.of(address ?? ''), performance.now());
  }
}

const hasCredential = ({ headers }: IncomingMessage) =>
  headers.authorization !== undefined || headers.cookie !== undefined;
