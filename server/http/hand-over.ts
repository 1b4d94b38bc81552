import { request as ask, type ClientRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { finished } from 'node:stream';
import { linkOf } from '../addresses/link-of.ts';
import { endAfterBody, readUnwanted } from '../unwanted-body.ts';
import { handedOverHeaders, headersToControlPlane, type Sender } from './hand-over-headers.ts';
import { relayUpgrade, upgradeHeaders } from './hand-over-upgrade.ts';
import { sendOutage } from './outage-answer.ts';
import { collectBehind } from './passing-bytes.ts';
import { upgradeOf } from './upgrade-connection.ts';

/**
 * The timeout for the headers of the control plane's answer once it has the whole request, in milliseconds. Operations
 * time out earlier; the time of a body has limits of its own.
 */
const usualHeadersTimeoutMs = 30_000;

/** The maximum size of headers between the processes: as large as a request's, and our own in addition. */
export const maxHandOverHeaderBytes = 32 * 1024;

export interface HandOverParts {
  /** The Unix socket of the control plane. */
  socketPath: string;
  /** True if the control plane answers. If not, no request is sent to it, and nothing is done. */
  isReady(): boolean;
  /** Overrides the timeout for the headers of an answer. */
  headersTimeoutMs?: number | undefined;
}

/** A client's request with its response and its sender. */
export interface HandedRequest {
  request: IncomingMessage;
  response: ServerResponse;
  sender: Sender;
  /** Called with the headers of the answer, before they go to the client. */
  onAnswer?: (answer: IncomingMessage) => void;
}

/**
 * Hands requests for people and scripts over to the control plane, as HTTP over its socket, and its answers back. Each
 * request has its own connection, so that a broken one shows exactly which request is lost.
 */
export class HandOver {
  constructor(private readonly parts: HandOverParts) {}

  /** Answers with 503 if the control plane was not reached, and 502 if it is not known what it did. */
  handle(handed: HandedRequest): void {
    const { request, response, sender } = handed;
    if (!this.parts.isReady()) return sendOutage(handed, 'not reached');
    const upstream = this.ask(request, sender);
    let isConnected = false;
    upstream.once('socket', (socket) => socket.once('connect', () => (isConnected = true)));
    const { headersTimeoutMs = usualHeadersTimeoutMs } = this.parts;
    let timer: NodeJS.Timeout | undefined;
    let isAnswered = false;
    const stopTimer = () => {
      isAnswered = true;
      clearTimeout(timer);
    };
    upstream.once('finish', () => {
      if (isAnswered) return;
      timer = setTimeout(() => upstream.destroy(new Error('no answer in time')), headersTimeoutMs);
    });
    upstream.once('response', (answer) => {
      stopTimer();
      this.answer(handed, upstream, answer);
    });
    const connection = upgradeOf(request);
    upstream.once('upgrade', (answer, socket, head) => {
      stopTimer();
      if (connection) relayUpgrade(handed, connection, { answer, socket, head });
      else socket.destroy(); // the client did not request an upgrade
    });
    upstream.on('error', () => {
      stopTimer();
      if (!response.headersSent && !response.destroyed)
        sendOutage(handed, isConnected ? 'lost' : 'not reached');
    });
    response.once('close', () => {
      stopTimer();
      if (!response.writableFinished) upstream.destroy(); // the client is gone, and the answer is not needed
    });
    upstream.flushHeaders(); // the request may be refused before its body begins
    collectBehind(request);
    request.pipe(upstream);
  }

  /**
   * The connection is kept open by its header, and ended explicitly: with `close` the system would reset it while the
   * rest of a body is under way, and the answer would be lost.
   */
  private ask(request: IncomingMessage, sender: Sender): ClientRequest {
    const { method, url: path } = request;
    const headers = headersToControlPlane(request, sender);
    headers.push(...(upgradeOf(request) ? upgradeHeaders : ['Connection', 'keep-alive']));
    return ask({
      socketPath: this.parts.socketPath,
      method,
      path,
      headers,
      agent: false,
      maxHeaderSize: maxHandOverHeaderBytes,
    });
  }

  /**
   * Relays the answer at once, and ends it when the request has ended: Node.js may close a connection after an answer,
   * and one that is closed with unread bytes is reset before its client has read anything.
   */
  private answer(handed: HandedRequest, upstream: ClientRequest, answer: IncomingMessage): void {
    const { request, response, sender, onAnswer } = handed;
    onAnswer?.(answer);
    response.writeHead(answer.statusCode!, answer.statusMessage, handedOverHeaders(answer.rawHeaders));
    collectBehind(answer);
    answer.pipe(response, { end: false });
    if (!request.readableEnded) request.unpipe(upstream);
    const isRead = readUnwanted(request, linkOf(sender.address ?? ''));
    finished(answer, (error) => {
      upstream.destroy(); // without an agent, nothing else frees the socket
      if (error) response.destroy();
      else void endAfterBody(request, response, isRead);
    });
  }
}
