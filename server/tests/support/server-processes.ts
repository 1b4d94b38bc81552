/** The processes of a server, as Linux's /proc shows them, and requests to a particular one of them. */
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { Agent, request, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';
import { marker, type Product } from './product.ts';

/** True if the system shows which process has a connection. */
export const hasProcesses = existsSync('/proc/self/environ') && existsSync('/proc/net/tcp6');

/** Returns all processes of a server that is or was running, whatever process started them. */
export function processesOf({ port }: { port: number }): number[] {
  const numbers = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return numbers.filter((pid) => variablesOf(pid).includes(`${marker}=${port}`)).map(Number);
}

/** Returns the processes that answer machines, by their number in the server; the first process if it is alone. */
export function dataPlaneOf(product: Product): Map<number, number> {
  const numbered = processesOf(product).flatMap((pid): [number, number][] => {
    const [, number] = /^cloudmeta: data plane (\d+)/.exec(titleOf(pid)) ?? [];
    return number === undefined ? [] : [[Number(number), pid]];
  });
  return new Map(numbered.length > 0 ? numbered.sort(([a], [b]) => a - b) : [[1, product.pid]]);
}

/** Returns the process of GraphQL and the admin; undefined if there is none. */
export const controlPlaneOf = (product: Product): number | undefined =>
  processesOf(product).find((pid) => titleOf(pid).startsWith('cloudmeta: control plane'));

function titleOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return ''; // it has ended
  }
}

function variablesOf(pid: number | string): string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
  } catch {
    return []; // it has ended
  }
}

export interface ToProcess {
  method?: string;
  path: string;
  headers?: OutgoingHttpHeaders;
  body?: string;
  /** The address of the machine that asks. */
  from?: string;
}

export interface FromProcess {
  status: number;
  headers: IncomingMessage['headers'];
  text: string;
}

/** The maximum number of connections until the system gives one to the wanted process, with a chance of 1/2 or 1/3. */
const maxConnections = 100;

/** Open connections that are known to be with a particular process. */
const found = new Map<string, { agent: Agent; localPort: number }>();

/** Sends a request to a particular process: opens connections until the system gives that process one. */
export async function askProcess(product: Product, pid: number, asked: ToProcess): Promise<FromProcess> {
  const name = `${pid} ${asked.from}`;
  for (let n = 0; n < maxConnections; n += 1) {
    const known = found.get(name);
    const agent = known?.agent ?? new Agent({ keepAlive: true, maxSockets: 1 });
    const { localPort } = await send(product, agent, { path: '/healthz', from: asked.from });
    if (known?.localPort === localPort || hasConnection(pid, localPort)) {
      found.set(name, { agent, localPort });
      const answer = await send(product, agent, asked);
      if (answer.localPort === localPort) return answer;
    }
    found.delete(name);
    agent.destroy();
  }
  throw new Error(`process ${pid} takes no connections`);
}

async function send(
  { port }: Product,
  agent: Agent,
  { method, path, headers, body, from = '127.0.0.1' }: Partial<ToProcess>,
): Promise<FromProcess & { localPort: number }> {
  const options = { host: '127.0.0.1', port, localAddress: from, method, path, headers, agent };
  const [response, localPort] = await new Promise<[IncomingMessage, number]>((resolve, reject) => {
    const sent = request(options, (answer) => resolve([answer, answer.socket.localPort!]));
    sent.once('error', reject);
    sent.end(body);
  });
  return { status: response.statusCode!, headers: response.headers, text: await text(response), localPort };
}

/** True if a process has the other end of a connection. */
function hasConnection(pid: number, remotePort: number): boolean {
  const inHex = remotePort.toString(16).toUpperCase().padStart(4, '0');
  const rows = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((path) => readFileSync(path, 'utf8').split('\n'));
  const inodes = rows
    .map((row) => row.trim().split(/\s+/))
    .filter(([, , remote]) => remote?.endsWith(`:${inHex}`));
  const sockets = new Set(inodes.map((columns) => `socket:[${columns[9]}]`));
  return openFilesOf(pid).some((file) => sockets.has(file));
}

/** Returns the files and connections that a process has open. */
export const openFilesOf = (pid: number): string[] =>
  readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
    try {
      return readlinkSync(`/proc/${pid}/fd/${fd}`);
    } catch {
      return []; // it is closed by now
    }
  });
