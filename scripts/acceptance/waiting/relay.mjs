/**
 * Relays the connections of all machines from 169.254.169.254:80 to the server of each machine, byte for byte, and
 * records requests and answers. For the server each machine has a source address of its own.
 */
import { once } from 'node:events';
import { connect, createServer } from 'node:net';

export const SERVICE = '169.254.169.254';

export class Relay {
  #wires = new Map();

  static async start() {
    const relay = new Relay();
    const server = createServer({ allowHalfOpen: true }, (socket) => {
      const wire = relay.#wires.get(socket.remoteAddress);
      if (wire) wire.carry(socket);
      else socket.destroy();
    });
    await once(server.listen(80, SERVICE), 'listening');
    return relay;
  }

  /** Makes the wire for the connections that the machine with this address opens from now on. */
  lay(address, ends) {
    const wire = new Wire(ends);
    this.#wires.set(address, wire);
    return wire;
  }
}

/** The connections of one machine, with its requests and their answers. */
export class Wire {
  /** In the order of the requests; `status` is undefined until the answer. */
  exchanges = [];
  #began = Date.now();
  #isOpen = Promise.resolve();
  #hold;

  /** Connections go to the `port` of the server, from the address `caller`. */
  constructor({ port, caller }) {
    this.target = { port, host: '127.0.0.1', localAddress: caller, allowHalfOpen: true };
    /** Resolves with the first request of the machine. */
    this.isAsked = new Promise((resolve) => (this.noteAsked = resolve));
  }

  /** Holds all requests after the first one for a matching path that was answered with 200, until `release`. */
  holdAfter(path) {
    const reached = new Promise((resolve) => (this.#hold = { path, resolve }));
    let release;
    const opened = new Promise((resolve) => (release = resolve));
    this.#hold.opened = opened;
    return { reached, release };
  }

  /** One line for each request: its time, the request, the answer, and the time that it took. */
  get log() {
    return this.exchanges
      .map(({ asked, method, path, userAgent, status, answered, interim, note = '' }) => {
        const took = answered ? `after ${seconds(answered - asked)} s` : '';
        const times = interim ? `, ${interim} times 100 before` : '';
        return `${seconds(asked - this.#began)} ${method} ${path} (${userAgent}): ${status ?? 'no answer'} ${took}${times}${note}\n`;
      })
      .join('');
  }

  carry(machine) {
    const server = connect(this.target);
    const connection = {};
    pass(machine, server, (chunk) => this.#noteRequest(connection, chunk));
    pass(server, machine, (chunk) => this.#noteAnswer(connection, chunk));
  }

  async #noteRequest(connection, chunk) {
    await this.#isOpen;
    const text = chunk.toString('latin1');
    const [, method, path] = /^([A-Z]+) (\S+) HTTP\/1/.exec(text) ?? [];
    if (!method) return;
    const userAgent = /^user-agent: *(\S+)/im.exec(text)?.[1];
    connection.exchange = { method, path, userAgent, asked: Date.now(), interim: 0 };
    this.exchanges.push(connection.exchange);
    this.noteAsked();
  }

  /** Notes statuses: interim answers (1xx) come in packets of their own, or in one packet with the answer. */
  #noteAnswer({ exchange }, chunk) {
    const text = chunk.toString('latin1');
    if (!exchange || exchange.status || !text.startsWith('HTTP/1.')) return;
    for (const [, status] of text.matchAll(/(?:^|\r\n\r\n)HTTP\/1\.\d (\d{3}) /g)) {
      if (status.startsWith('1')) exchange.interim += 1;
      else Object.assign(exchange, { status: Number(status), answered: Date.now() });
      if (exchange.status) break;
    }
    this.#holdIfReached(exchange);
  }

  #holdIfReached({ path, status }) {
    if (status !== 200 || !this.#hold?.path.test(path)) return;
    this.#isOpen = this.#hold.opened;
    this.#hold.resolve(true);
    this.#hold = undefined;
  }
}

/** Passes bytes on in order, an end as an end, and a broken connection as a reset. */
function pass(from, to, note) {
  let last = Promise.resolve();
  const next = (act) => (last = last.then(act));
  from.on('data', (chunk) =>
    next(async () => {
      await note(chunk);
      to.write(chunk);
    }),
  );
  from.on('end', () => next(() => to.end()));
  from.on('error', () => to.resetAndDestroy());
}

const seconds = (ms) => (ms / 1000).toFixed(1);
