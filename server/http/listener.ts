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
import { listenError, type Place } from './listen-error.ts';
import type { ListenerHooks } from './listener-hooks.ts';
import { OpenConnections } from './open-connections.ts';
import { limitReads } from './read-limits.ts';
import { stopTimeoutsMs } from './stop-timeouts.ts';
import { readTls, renewTls, type TlsFiles } from './tls-files.ts';
import { handshakeTimeoutMs, refuseBrokenHandshakes } from './tls-handshakes.ts';
import { answerUpgrades } from './upgrade-connection.ts';

/** How many connections may wait to be accepted: a rack that gets its power back asks all at once. */
const backlog = 4096;

/** In milliseconds: a machine that takes longer for its request is gone, or means no good. */
const timeouts = { headersTimeout: 10_000, requestTimeout: 30_000, connectionsCheckingInterval: 2_000 };

/** How long nothing may move on a connection, in milliseconds: whoever does not read its answer is gone. */
const usualSilenceMs = 60_000;

/** Where a server listens, and how. */
export interface ListenOptions extends Place {
  /** Whether other processes of this server listen at the same place; the system deals out the connections. */
  shared?: boolean;
  /** Speaks https with this certificate and key, in PEM. */
  tls?: TlsFiles | undefined;
  /** Selects requests for another protocol that may get it; all others are answered as if they asked for none. */
  takesUpgrade?: ((request: IncomingMessage) => boolean) | undefined;
  /** Proxies, which may have as many connections as all machines together. */
  isTrusted?: (address: string) => boolean;
  hooks?: ListenerHooks;
  /** How long nothing may move on a connection, where that is not as usual. */
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
    limitReads(listener, (socket, reason) => limits.shutOut(socket, reason)),
    options,
  );
  // who has asked and says that there is no more to come waits for its answer
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
  if (tls) renewTls(server as TlsServer, tls);
  return server as Server;
}

/** True while an answer is still to come on the connection: what follows it there is no other protocol yet. */
function isBehindAnother({ socket }: IncomingMessage): boolean {
  const { _httpMessage: answer } = socket as Socket & { _httpMessage?: ServerResponse | null };
  return Boolean(answer);
}

/** The event of a server that is about to close. */
const closing = Symbol('closing');

/** Starts the server of the control plane on its socket: what reaches it was handed over, with headers of ours. */
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
 * When connections are ended that hold up the end of a server, in milliseconds: what one without a request will ask may be
 * on its way, and so may the rest of a request.
 */
const endings = { silentMs: 500, unfinishedMs: 3000 };

const connectionsOf = new WeakMap<Server, OpenConnections>();

/** Ends once everything that was asked is answered; who keeps a connection is told to close it. */
export async function closeServer(server: Server): Promise<void> {
  server.prependListener('request', (_request, response) => response.setHeader('Connection', 'close'));
  const closed = once(server, 'close');
  (server as EventEmitter).emit(closing);
  const endAllTimer = setTimeout(endAll, stopTimeoutsMs.requests, server);
  await acceptTheLast(server);
  NetServer.prototype.close.call(server); // that of HTTP closes connections, too, whose request is only about to be read
  const endIdle = setInterval(() => server.closeIdleConnections(), endings.silentMs);
  const connections = connectionsOf.get(server);
  const timers = [
    setTimeout(() => connections?.endSilent(), endings.silentMs),
    setTimeout(() => connections?.endUnfinished(), endings.unfinishedMs),
  ];
  await closed;
  for (const timer of [endIdle, endAllTimer, ...timers]) clearTimeout(timer);
}

function endAll(server: Server): void {
  server.closeAllConnections();
  connectionsOf.get(server)?.endAll();
}

/** In milliseconds: for how long those who are in line are let in, when others keep joining; and a turn with little to do. */
const lastCalls = { longestMs: 2_000, quietTurn: 0.05 };

/**
 * What the system has accepted by itself is reset when the listener closes, although its request may have come already.
 * So the line is made as short as it can be first: others who come are not answered, and try again in a second. Node has
 * no public way to say so (listen(2) again, with no backlog). It lets in one connection a turn; a turn in which none
 * came has seen the end of the line, and when nothing else was done in it, hardly anybody joined since.
 */
async function acceptTheLast(server: Server): Promise<void> {
  const { _handle: handle } = server as unknown as { _handle?: { listen?(backlog: number): number } };
  if (handle?.listen === undefined) return;
  let came = false;
  server.prependListener('connection', () => (came = true));
  handle.listen(0);
  await nextTurn();
  const end = performance.now() + lastCalls.longestMs;
  for (let now = performance.now(); now < end;) {
    came = false;
    const before = now;
    await nextTurn();
    now = performance.now();
    if (!came && now - before < lastCalls.quietTurn) return;
  }
}
