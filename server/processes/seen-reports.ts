import type { Sightings } from '../guests/sightings.ts';
import type { ControlPlaneLink } from './control-plane-link.ts';
import type { PeerProcesses } from './peer-processes.ts';

/** How often the control plane is told of machines that asked, and of how many at once. */
const reports = { intervalMs: 250, maxEntries: 300 };

/**
 * Tells the control plane of the last requests of machines, a batch at a time; one that starts anew is told everything
 * again. The next batch waits until the last is handed over, so nothing piles up for a control plane that hangs.
 * @returns a function that ends it
 */
export function reportSeen(sightings: Sightings, peers: PeerProcesses, link: ControlPlaneLink): () => void {
  let isSending = false;
  const report = async () => {
    if (isSending || !link.isReady) return;
    const entries = sightings.takeUntold(reports.maxEntries);
    if (entries.length === 0) return;
    isSending = true;
    await peers.send({ kind: 'seen', entries });
    isSending = false;
  };
  link.onReady(() => sightings.tellAnew());
  const timer = setInterval(() => void report(), reports.intervalMs).unref();
  return () => clearInterval(timer);
}
