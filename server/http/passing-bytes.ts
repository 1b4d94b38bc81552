import type { Readable } from 'node:stream';
import { collectYoung } from '../garbage.ts';

/** The bytes that pass between two collections. */
const collectEveryBytes = 4 * 1024 * 1024;

let bytes = 0;

/**
 * Collects what bodies leave that only pass through this process. V8 counts them as if they were to stay, and looks
 * through its whole heap for each few megabytes of them, while machines wait for ten milliseconds; they are all young.
 */
export function collectBehind(stream: Readable): void {
  stream.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes < collectEveryBytes) return;
    bytes = 0;
    collectYoung();
  });
}
