import type { IncomingMessage } from 'node:http';
import { peerName } from './caller-address.ts';
import { callRoundRobin } from './round-robin.ts';

/** The maximum number of chunks of a body that may come at once; `onTooMany` is called for more. */
interface ChunkLimit {
  maxChunks: number;
  onTooMany(): void;
}

/** Node.js calls `_dump` when a response ends before anybody has begun to read the body of its request. */
type UnreadRequest = IncomingMessage & { _dump(): void };

/**
 * Delivers a body to its reader in pieces, one piece of all bodies in each turn of the event loop, so that a client
 * that sends many small chunks delays no other. Nothing of the body is read before a reader asks for it, and nothing of
 * one without a reader.
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
    if (chunks.length === 0) callRoundRobin(caller, handOnAll);
    if (chunks.length < maxChunks) chunks.push(chunk);
    else if (!socket.destroyed) onTooMany();
    return false;
  };
  const { _dump: dump } = request as UnreadRequest;
  // Node.js would read the rest of the body past `push`, and so without these limits
  Object.assign(request, { _dump: () => request.complete && dump.call(request) });
  socket.pause();
}
