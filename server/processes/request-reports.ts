import { setTimeout as pause } from 'node:timers/promises';
import type { RequestTracker } from '../observed/request-tracker.ts';
import type { ControlPlaneLink } from './control-plane-link.ts';
import type { PeerProcesses } from './peer-processes.ts';

/** The time between two reports, and the machines of one: about a kilobyte each. */
const reports = { intervalMs: 250, maxEntries: 300 };

/** The longest wait of this process at its end until all is told, in milliseconds. */
const closeTimeoutMs = 2000;

/**
 * Tells the control plane of the last requests of machines, a batch at a time; one that starts anew is told everything
 * again. The next batch waits until the last is handed over, so nothing piles up for a control plane that hangs.
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

  /** Tells of everything that was seen by now. */
  async send(): Promise<void> {
    await this.sending;
    while ((await this.sendBatch()) > 0);
  }

  /** Tells what is left to be told. */
  async close(): Promise<void> {
    clearInterval(this.timer);
    await Promise.race([this.send(), pause(closeTimeoutMs, undefined, { ref: false })]);
  }

  /** @returns the machines that it told of */
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
