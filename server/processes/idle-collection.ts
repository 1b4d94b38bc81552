import type { RequestListener } from 'node:http';
import { collectEverything } from '../garbage.ts';

/** The time without a request until garbage is collected, in milliseconds. */
const idleMs = 10_000;

/**
 * Collects garbage when no request came for a while: V8 by itself keeps memory that was used once, a hundred megabytes
 * after a few lists.
 */
export function collectWhenIdle(listener: RequestListener): { listener: RequestListener; close(): void } {
  let active = 0;
  let timer: NodeJS.Timeout | undefined;
  const later = () => {
    timer = setTimeout(collectEverything, idleMs).unref();
  };
  later(); // for the garbage of the start
  return {
    listener: (request, response) => {
      active += 1;
      clearTimeout(timer);
      response.once('close', () => {
        active -= 1;
        if (active === 0) later();
      });
      listener(request, response);
    },
    close: () => clearTimeout(timer),
  };
}
