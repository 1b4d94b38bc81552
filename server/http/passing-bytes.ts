import type { Readable } from 'node:stream';
import { collectYoung } from '../garbage.ts';

/** The bytes that pass between two garbage collections. */
const collectEveryBytes = 4 * 1024 * 1024;

let bytes = 0;

/**
 * Collects the garbage of bodies that only pass through this process. V8 counts them as lasting, and scans its whole
 * heap for each few megabytes of them, which delays machines for ten milliseconds. All of them are young objects.
 */
export function collectBehind(stream: Readable): void {
  stream.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes < collectEveryBytes) return;
    bytes = 0;
    collectYoung();
  });
}
