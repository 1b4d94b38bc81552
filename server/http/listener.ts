import { once, type EventEmitter } from 'node:events';
import { rm } from 'node:fs/promises';
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerOptions,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https';
import { Server as NetServer, type Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { answerBrokenRequests } from './broken-requests.ts';
import { limitConnections } from './connection-limits.ts';
import { maxHandOverHeaderBytes } from './hand-over.ts';
import { listenError, type Endpoint } from './listen-error.ts';
import { queueHandshakes } from './handshake-queue.ts';
import type { ListenerHooks } from './listener-hooks.ts';
import { OpenConnections } from './open-connections.ts';
import { originForm } from '../metadata/path.ts';
import { limitReads } from './read-limits.ts';
import { stopTimeoutsMs } from './stop-timeouts.ts';
import { readTls, renewTls, type TlsFiles } from './tls-files.ts';
import { handshakeTimeoutMs, refuseBrokenHandshakes } from './tls-handshakes.ts';
import { answerUpgrades } from './upgrade-connection.ts';

/** The number of connections that may wait to be accepted: a rack that gets its power back connects all at once. */
const backlog = 4096;

/**
 * Timeouts of a request in milliseconds: a client that takes longer is gone, or malicious. The control plane's limit for
 * a body is shorter than that for the whole request, because its answer names the number.
 */
const timeouts = { headersTimeout: 10_000, requestTimeout: 35_000, connectionsCheckingInterval: 2_000 };

/** The maximum idle time of a connection, in milliseconds: a client that does not read its answer is gone. */
const usualSilenceMs = 60_000;

/** The endpoint of a server, and its options. */
export interface ListenOptions extends Endpoint {
  /** True if other processes of this server listen at the same endpoint; the system distributes the connections. */
  shared?: boolean;
  /** Speaks https with this certificate and key, in PEM. */
  tls?: TlsFiles | undefined;
  /** True for requests whose upgrade to another protocol is allowed; all others are answered without an upgrade. */
  takesUpgrade?: ((request: IncomingMessage) => boolean) | undefined;
  /** True for proxies, which may have as many connections as all machines together. */
  isTrusted?: (address: string) => boolean;
  hooks?: ListenerHooks;
  /** Overrides the maximum idle time of a connection. */
  silenceMs?: number;
}

/** Starts a server on an address. @throws StartupError when the port is taken or not allowed */
export function listen(listener: RequestListener, options: ListenOptions): Promise<Server> {
  const {
    host,
    port,
    shared = false,
    isTrusted = () => false,
    hooks = {},
    silenceMs = usualSilenceMs,
  } = options;
  const server = serverFor(
    limitReads(inOriginForm(listener), (socket, reason) => limits.shutOut(socket, reason)),
    options,
  );
  if (options.tls) queueHandshakes(server as TlsServer, { isTrusted, ...hooks });
  // a client that ends its side after the request still waits for its answer
  Object.assign(server, { httpAllowHalfOpen: true });
  const connections = new OpenConnections(server, silenceMs);
  connectionsOf.set(server, connections);
  const limits = limitConnections(server, { connections, isTrusted, ...hooks });
  answerBrokenRequests(server, hooks);
  refuseBrokenHandshakes(server, hooks);
  const closeUpgrades = answerUpgrades(server, { listener, silenceMs });
  (server as EventEmitter).once(closing, () => {
    hooks.onClosing?.();
    closeUpgrades();
  });
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => reject(listenError(cause, options)));
    server.listen({ host, port, backlog, reusePort: shared }, () => resolve(server));
  });
}

/** Serves `GET http://host/path` like `GET /path` (RFC 9112, 3.2.2). */
const inOriginForm =
  (listener: RequestListener): RequestListener =>
  (request, response) => {
    const { url = '/' } = request;
    if (!url.startsWith('/')) request.url = originForm(url).replace(/^(?=\?|$)/, '/');
    listener(request, response);
  };

/** The maximum number of header lines of a request: reading one with a thousand costs as much as ten answers. */
const maxHeaders = 128;

function serverFor(listener: RequestListener, { tls, takesUpgrade = () => false }: ListenOptions): Server {
  const options: ServerOptions = {
    ...timeouts,
    optimizeEmptyRequests: true,
    requireHostHeader: false, // AWS answers without a Host, too
    shouldUpgradeCallback: (request) => !isBehindAnother(request) && takesUpgrade(request),
  };
  const server = tls
    ? createTlsServer({ ...options, ...readTls(tls), handshakeTimeout: handshakeTimeoutMs }, listener)
    : createServer(options, listener);
  server.maxHeadersCount = maxHeaders;
  if (tls) renewTls(server as TlsServer, tls);
  return server as Server;
}

/** True while another answer is to come on the connection: bytes after it are not the other protocol yet. */
function isBehindAnother({ socket }: IncomingMessage): boolean {
  const { _httpMessage: answer } = socket as Socket & { _httpMessage?: ServerResponse | null };
  return Boolean(answer);
}

/** The event of a server that is about to close. */
const closing = Symbol('closing');

/** Starts the server of the control plane on its socket: its requests were handed over, with headers of ours. */
export async function listenLocally(listener: RequestListener, path: string): Promise<Server> {
  await rm(path, { force: true });
  const options: ServerOptions = {
    requireHostHeader: false,
    maxHeaderSize: maxHandOverHeaderBytes,
    shouldUpgradeCallback: () => false,
  };
  const server = createServer(options, listener).listen({ path, backlog });
  await once(server, 'listening');
  return server;
}

/**
 * The time until connections that delay the end of a server are closed, in milliseconds: the request of a silent one,
 * or the rest of an unfinished request, may be under way.
 */
const closeDelays = { silentMs: 500, unfinishedMs: 3000 };

const connectionsOf = new WeakMap<Server, OpenConnections>();

/** Closes a server; resolves once all requests are answered. Clients that keep a connection are asked to close it. */
export async function closeServer(server: Server): Promise<void> {
  server.prependListener('request', (_request, response) => response.setHeader('Connection', 'close'));
  const closed = once(server, 'close');
  (server as EventEmitter).emit(closing);
  const endAllTimer = setTimeout(endAll, stopTimeoutsMs.requests, server);
  await acceptTheLast(server);
  NetServer.prototype.close.call(server); // HTTP's close also ends connections whose request is not read yet
  const endIdle = setInterval(() => server.closeIdleConnections(), closeDelays.silentMs);
  const connections = connectionsOf.get(server);
  const timers = [
    setTimeout(() => connections?.endSilent(), closeDelays.silentMs),
    setTimeout(() => connections?.endUnfinished(), closeDelays.unfinishedMs),
  ];
  await closed;
  for (const timer of [endIdle, endAllTimer, ...timers]) clearTimeout(timer);
}

function endAll(server: Server): void {
  server.closeAllConnections();
  connectionsOf.get(server)?.endAll();
}

/** In milliseconds: the maximum time to accept queued connections while others join, and the length of an idle turn. */
const lastAccepts = { maxMs: 2_000, idleTurnMs: 0.05 };

/**
 * Connections that only the system has accepted are reset when the listener closes, although their requests may have
 * come already. So the backlog is set to 0 and emptied first: new clients are not answered, and retry in a second.
 * Node.js has no public way to do so (listen(2) again, with no backlog). It accepts one connection a turn; a turn
 * without one has seen the end of the backlog, and if nothing else was done in it, hardly any was added since.
 */
async function acceptTheLast(server: Server): Promise<void> {
  const { _handle: handle } = server as unknown as { _handle?: { listen?(backlog: number): number } };
  if (handle?.listen === undefined) return;
  let hasAccepted = false;
  server.prependListener('connection', () => (hasAccepted = true));
  handle.listen(0);
  await nextTurn();
  const end = performance.now() + lastAccepts.maxMs;
  for (let now = performance.now(); now < end;) {
    hasAccepted = false;
    const before = now;
    await nextTurn();
    now = performance.now();
    if (!hasAccepted && now - before < lastAccepts.idleTurnMs) return;
  }
}
