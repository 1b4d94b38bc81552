import type { IncomingMessage } from 'node:http';
import { peerName } from './caller-address.ts';
import { inTurn } from './turns-of-callers.ts';

/** The maximum number of chunks of a body that may come at once; `onTooMany` is called for more. */
interface ChunkLimit {
  maxChunks: number;
  onTooMany(): void;
}

/**
 * Delivers a body to its reader in pieces, one piece of all bodies in each turn of the event loop, so that a client
 * that sends many small chunks delays no other. Nothing of the body is read before a reader asks for it.
 */
export function paceBody(request: IncomingMessage, { maxChunks, onTooMany }: ChunkLimit): void {
  const { socket } = request;
  const handOn = request.push.bind(request);
  const caller = peerName(socket);
  let chunks: Buffer[] = [];
  let isEnded = false;
  const handOnAll = () => {
    const piece = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
    chunks = [];
    if (request.destroyed) return;
    handOn(piece);
    if (isEnded) handOn(null);
  };
  // Node.js calls this with everything that it parses; false keeps it from reading on until the piece is read
  request.push = (chunk: Buffer | null) => {
    if (chunk === null) {
      isEnded = true;
      if (chunks.length === 0) handOn(null);
      return false;
    }
    if (chunks.length === 0) inTurn(caller, handOnAll);
    if (chunks.length < maxChunks) chunks.push(chunk);
    else if (!socket.destroyed) onTooMany();
    return false;
  };
  socket.pause();
}
