import type { Server } from 'node:http';
import { written } from '../config.ts';
import type { ListenAddress } from '../config-values.ts';
import type { Log } from '../log.ts';

/** How long a listener waits until it looks again for an address that the machine did not have, in milliseconds. */
const retryDelayMs = 2000;

/** Listeners at addresses that the machine may get only later: that of a bridge which is not up yet, say. */
export class LateListeners {
  private readonly waiting = new Map<string, NodeJS.Timeout>();

  /** @param onServer is given each server once it listens */
  constructor(private readonly parts: { log: Log; onServer: (server: Server) => void }) {}

  /** Addresses that the machine does not have yet. */
  get missing(): string[] {
    return [...this.waiting.keys()];
  }

  /** Listens at a place now, or as soon as its address is there. @throws StartupError for any other reason not to */
  async listen(place: ListenAddress, start: () => Promise<Server>): Promise<void> {
    const { log, onServer } = this.parts;
    const name = written(place);
    try {
      const server = await start();
      if (this.waiting.delete(name)) log.info(`Metadata: http://${name}, as the address is there now.`);
      onServer(server);
    } catch (error) {
      if (!isAddressMissing(error)) throw error;
      if (!this.waiting.has(name))
        log.warn(
          `This machine does not have the address ${place.host} of METADATA_LISTEN yet. It is tried again every ${retryDelayMs / 1000} s.`,
        );
      this.waiting.set(name, setTimeout(() => void this.retry(place, start), retryDelayMs).unref());
    }
  }

  close(): void {
    for (const timer of this.waiting.values()) clearTimeout(timer);
    this.waiting.clear();
  }

  /** After the start there is nobody to end for another reason: it is said, and tried again. */
  private async retry(place: ListenAddress, start: () => Promise<Server>): Promise<void> {
    try {
      await this.listen(place, start);
    } catch (error) {
      const name = written(place);
      if (!this.waiting.has(name)) return;
      this.parts.log.error((error as Error).message);
      this.waiting.set(name, setTimeout(() => void this.retry(place, start), retryDelayMs).unref());
    }
  }
}

const isAddressMissing = (error: unknown) =>
  ((error as Error).cause as NodeJS.ErrnoException | undefined)?.code === 'EADDRNOTAVAIL';
