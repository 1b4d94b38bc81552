import type { Server } from 'node:http';
import { formatListenAddress } from '../config.ts';
import type { Log } from '../log.ts';
import { isAddressMissing, type Endpoint } from './listen-error.ts';

/** The delay before a listener is tried again, in milliseconds. */
const retryDelayMs = 2000;

/** An endpoint that may be listened on later than the others. */
export interface LateEndpoint extends Endpoint {
  readonly host: string;
  /** True for an address that the machine may get later, such as that of a bridge which is not up yet. */
  readonly mayBeMissing?: boolean;
}

interface LateListenerParts {
  log: Log;
  /** Called with each server once it listens. */
  onServer: (server: Server) => void;
  /** True to retry every listener that cannot be opened, not only one whose address is missing. */
  waitsForAll: boolean;
}

interface Waiting {
  timer: NodeJS.Timeout;
  /** The reason that was logged last. */
  reason: string;
}

/** Listeners that are opened later if they cannot be opened now, without delaying the others. */
export class LateListeners {
  private readonly waiting = new Map<string, Waiting>();

  constructor(private readonly parts: LateListenerParts) {}

  /** Addresses that are not listened on yet. */
  get missing(): string[] {
    return [...this.waiting.keys()];
  }

  /** Listens at an endpoint now, or as soon as that is possible. @throws StartupError if it is not to be retried */
  async listen(endpoint: LateEndpoint, start: () => Promise<Server>): Promise<void> {
    const { onServer, waitsForAll } = this.parts;
    try {
      onServer(await start());
    } catch (error) {
      const isMissing = isAddressMissing(error, endpoint.host);
      if (!waitsForAll && !(endpoint.mayBeMissing && isMissing)) throw error;
      this.retryLater(endpoint, start, error as Error);
    }
  }

  close(): void {
    for (const { timer } of this.waiting.values()) clearTimeout(timer);
    this.waiting.clear();
  }

  /** Logs each new reason once. */
  private retryLater(endpoint: LateEndpoint, start: () => Promise<Server>, error: Error): void {
    const name = formatListenAddress(endpoint);
    const reason = isAddressMissing(error, endpoint.host)
      ? `This machine does not have the address ${endpoint.host} of ${endpoint.variable} yet.`
      : error.message;
    if (this.waiting.get(name)?.reason !== reason)
      this.parts.log.warn(`${reason} It is tried again every ${retryDelayMs / 1000} s.`);
    const timer = setTimeout(() => void this.retry(endpoint, start), retryDelayMs).unref();
    this.waiting.set(name, { timer, reason });
  }

  private async retry(endpoint: LateEndpoint, start: () => Promise<Server>): Promise<void> {
    const { log, onServer } = this.parts;
    const name = formatListenAddress(endpoint);
    try {
      const server = await start();
      if (!this.waiting.delete(name)) return void server.close(); // closed meanwhile
      onServer(server);
      log.info(
        endpoint.mayBeMissing
          ? `Metadata: http://${name}, as the address is there now.`
          : `${endpoint.variable} listens at ${name} now.`,
      );
    } catch (error) {
      if (this.waiting.has(name)) this.retryLater(endpoint, start, error as Error);
    }
  }
}
