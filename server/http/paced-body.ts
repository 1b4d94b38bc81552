import type { IncomingMessage } from 'node:http';
import { peerName } from './caller-address.ts';
import { inTurn } from './turns-of-callers.ts';

/** The most chunks of a body that may come at once, and the act against a body with more. */
interface ChunkLimit {
  maxChunks: number;
  onTooMany(): void;
}

/**
 * Hands a body on to whoever reads it in pieces, one of all bodies in each turn of the event loop: what a client sends as
 * fast as it can, in chunks as small as it likes, holds up nobody. Nothing is read of it before somebody wants it.
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
  // whatever is parsed comes here; false has Node.js read no more until the piece is read
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
