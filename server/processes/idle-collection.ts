import type { RequestListener } from 'node:http';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** How long nobody asks anything until garbage is collected, in milliseconds: it takes about a quarter of a second. */
const idleMs = 10_000;

/** V8's own collection with its option to give back as much as it can. */
type Collect = (options: { type: 'major'; flavor: 'last-resort' }) => void;

/**
 * Collects garbage when nobody has asked anything for a while after somebody did: V8 by itself keeps what was used once,
 * a hundred megabytes after a few lists.
 */
export function collectWhenIdle(listener: RequestListener): { listener: RequestListener; close(): void } {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as Collect;
  let active = 0;
  let timer: NodeJS.Timeout | undefined;
  const later = () => {
    timer = setTimeout(() => collect({ type: 'major', flavor: 'last-resort' }), idleMs).unref();
  };
  later(); // what the start left
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
