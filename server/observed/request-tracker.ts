import { LRUCache } from 'lru-cache';
import {
  clientOf,
  isSameClient,
  pathOf,
  type LastRequest,
  type ObservedEntry,
  type ObservedRequests,
} from './last-request.ts';
import { mergeRequests } from './merge-requests.ts';

/** The maximum machines whose requests are remembered: about half a kilobyte each. */
const maxMachines = 100_000;

/** A request as the IMDS handler sees it; `token` is undefined if it did not matter, or if a wrong one was sent. */
export interface SeenRequest extends Omit<LastRequest, 'withToken'> {
  token: 'good' | 'none' | undefined;
}

/** The last requests of machines, in memory: those that a process saw itself, or that another one reported to it. */
export class RequestTracker {
  private readonly machines = new LRUCache<string, ObservedRequests>({
    maxSize: maxMachines, // with `max` the memory for all of them would be allocated at each start
    sizeCalculation: () => 1,
    dispose: (_requests, id, reason) => reason === 'evict' && this.unreported.delete(id),
  });
  /** The machines that asked since the last report to the control plane. */
  private readonly unreported = new Set<string>();

  /** Notes a request of the machine with a record id and a UUID. */
  note(id: string, uuid: string, seen: SeenRequest): void {
    const { at, address, status, token } = seen;
    const known = this.machines.get(id);
    const before = known?.uuid === uuid ? known : undefined;
    const client = before?.last.userAgent;
    const userAgent = client === seen.userAgent ? client : clientOf(seen.userAgent);
    const path = pathOf(seen.path);
    const last = { at, address, userAgent, path, status, withToken: token === 'good' };
    const requests = before ?? { uuid, since: at, last, usesTokens: false, withoutToken: undefined };
    requests.last = last;
    if (token === 'none') requests.withoutToken = last;
    if (token === 'good') {
      requests.usesTokens = true;
      if (requests.withoutToken && isSameClient(requests.withoutToken, last))
        requests.withoutToken = undefined;
    }
    if (!before) this.machines.set(id, requests);
    this.unreported.add(id);
  }

  /** Returns machines that are not reported to the control plane yet; they count as reported from now on. */
  takeUnreported(maxEntries: number): ObservedEntry[] {
    const entries: ObservedEntry[] = [];
    for (const id of this.unreported) {
      if (entries.length >= maxEntries) break;
      this.unreported.delete(id);
      const requests = this.machines.peek(id);
      if (requests) entries.push([id, requests]);
    }
    return entries;
  }

  /** Marks all machines as not reported yet. */
  reportAgain(): void {
    for (const id of this.machines.keys()) this.unreported.add(id);
  }

  /** Adds what another process saw to what is known already. */
  learn([id, known]: ObservedEntry, now: Date): void {
    const own = this.machines.peek(id);
    this.machines.set(id, { ...(own ? mergeRequests(own, known, now) : known) });
  }

  /** Adds what the store has of a machine; does nothing if the machine is not in memory. */
  complete([id, before]: ObservedEntry, now: Date): void {
    const own = this.machines.peek(id);
    if (own) this.machines.set(id, { ...mergeRequests(before, own, now) });
  }

  /** Returns everything seen of a machine; undefined if it has not asked. */
  of(id: string): ObservedRequests | undefined {
    return this.machines.peek(id);
  }

  remove(id: string): void {
    this.machines.delete(id);
  }
}
