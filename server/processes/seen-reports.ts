import type { Sightings } from '../guests/sightings.ts';
import type { ControlPlaneLink } from './control-plane-link.ts';
import type { PeerProcesses } from './peer-processes.ts';

/** How often the control plane is told of machines that asked, and of how many at once. */
const reports = { intervalMs: 250, maxEntries: 300 };

/**
 * Tells the control plane of the last requests of machines, a batch at a time; one that starts anew is told everything
 * again. The next batch waits until the last is handed over, so nothing piles up for a control plane that hangs.
 */
export class SeenReports {
  private isSending = false;
  private readonly timer = setInterval(() => void this.send(), reports.intervalMs).unref();

  constructor(
    private readonly sightings: Sightings,
    private readonly peers: PeerProcesses,
    private readonly link: ControlPlaneLink,
  ) {
    link.onReady(() => sightings.tellAnew());
  }

  /** Sends the next batch now. */
  async send(): Promise<void> {
    if (this.isSending || !this.link.isReady) return;
    const entries = this.sightings.takeUntold(reports.maxEntries);
    if (entries.length === 0) return;
    this.isSending = true;
    await this.peers.send({ kind: 'seen', entries });
    this.isSending = false;
  }

  close(): void {
    clearInterval(this.timer);
  }
}
