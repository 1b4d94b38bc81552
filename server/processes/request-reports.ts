import { setTimeout as pause } from 'node:timers/promises';
import type { RequestTracker } from '../observed/request-tracker.ts';
import type { ControlPlaneLink } from './control-plane-link.ts';
import type { PeerProcesses } from './peer-processes.ts';

/** The time between two reports, and the maximum machines in one: about a kilobyte each. */
const reports = { intervalMs: 250, maxEntries: 300 };

/** The maximum time that the end of this process waits for the last reports, in milliseconds. */
const closeTimeoutMs = 2000;

/**
 * Sends the last requests of machines to the control plane, a batch at a time; after a restart it gets everything anew.
 * The next batch waits until the last is handed over, so nothing piles up for a control plane that hangs.
 */
export class RequestReports {
  private sending: Promise<number> | undefined;
  private readonly timer = setInterval(() => !this.sending && void this.sendBatch(), reports.intervalMs);

  constructor(
    private readonly tracker: RequestTracker,
    private readonly peers: PeerProcesses,
    private readonly link: ControlPlaneLink,
  ) {
    this.timer.unref();
    link.onReady(() => tracker.reportAgain());
  }

  /** Sends everything that was seen so far. */
  async send(): Promise<void> {
    await this.sending;
    while ((await this.sendBatch()) > 0);
  }

  /** Sends what is left, and ends. */
  async close(): Promise<void> {
    clearInterval(this.timer);
    await Promise.race([this.send(), pause(closeTimeoutMs, undefined, { ref: false })]);
  }

  /** @returns the number of machines sent */
  private sendBatch(): Promise<number> {
    this.sending = this.sendEntries().finally(() => (this.sending = undefined));
    return this.sending;
  }

  private async sendEntries(): Promise<number> {
    const entries = this.link.isReady ? this.tracker.takeUnreported(reports.maxEntries) : [];
    if (entries.length > 0) await this.peers.send({ kind: 'last-requests', entries });
    return entries.length;
  }
}
