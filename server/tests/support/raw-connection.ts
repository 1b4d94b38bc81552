/** A connection on which a test writes any bytes, HTTP or not, from an address of its own. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** The server's port, and the address that the connection comes from. */
export interface Ends {
  port: number;
  from: string;
}

export class RawConnection {
  /** Everything that was received, one character a byte. */
  received = '';
  isClosed = false;
  readonly closed: Promise<void>;
  private readonly found: number[] = [];
  private readonly statusLine = /HTTP\/1\.1 (\d{3}) /g;

  private constructor(readonly socket: Socket) {
    socket.setEncoding('latin1').on('data', (text: string) => (this.received += text));
    socket.on('error', () => {}); // the server may reset it
    this.closed = new Promise((resolve) =>
      socket.once('close', () => {
        this.isClosed = true;
        resolve();
      }),
    );
  }

  /** Opens a connection, and sends these bytes on it. */
  static async open({ port, from }: Ends, bytes?: string | Uint8Array): Promise<RawConnection> {
    const socket = connect({ host: '127.0.0.1', port, localAddress: from });
    const connection = new RawConnection(socket);
    await once(socket, 'connect');
    if (bytes !== undefined) connection.send(bytes);
    return connection;
  }

  send(bytes: string | Uint8Array): void {
    this.socket.write(bytes);
  }

  /** Sends the same bytes repeatedly, as fast as they are accepted, until the other side closes. */
  async sendForEver(bytes: string): Promise<void> {
    while (!this.isClosed)
      if (this.socket.destroyed || !this.socket.write(bytes))
        await Promise.race([once(this.socket, 'drain').catch(() => {}), this.closed]);
  }

  /** The status of every answer so far. */
  get statuses(): number[] {
    for (let line = this.nextStatus(); line; line = this.nextStatus()) this.found.push(Number(line[1]));
    return [...this.found];
  }

  /** Searches from the last match on: there may be thousands, and only a few are new each time. */
  private nextStatus(): RegExpExecArray | null {
    const from = this.statusLine.lastIndex;
    const line = this.statusLine.exec(this.received);
    if (!line) this.statusLine.lastIndex = from;
    return line;
  }

  /** The number of interim responses so far, which are all `100 Continue`. */
  get continues(): number {
    return this.statuses.filter((status) => status === 100).length;
  }

  /** The statuses of the final responses so far. */
  get finalStatuses(): number[] {
    return this.statuses.filter((status) => status !== 100);
  }

  /** Returns once `isThere` is true, or the other side has closed. */
  async until(isThere: (connection: this) => boolean): Promise<this> {
    while (!isThere(this) && !this.isClosed)
      await Promise.race([once(this.socket, 'data').catch(() => {}), this.closed]);
    return this;
  }

  /** Returns once there are `count` answers, or the other side has closed. */
  async answers(count: number): Promise<number[]> {
    return (await this.until(({ statuses }) => statuses.length >= count)).statuses;
  }

  /** Ends the sending side, and goes on reading. */
  halfClose(): void {
    this.socket.end();
  }

  end(): void {
    this.socket.destroy();
  }
}

/** Returns the text of a request without a body, with these header lines. */
export const requestText = (line: string, ...headers: string[]) =>
  [`${line} HTTP/1.1`, 'Host: 169.254.169.254', ...headers, '', ''].join('\r\n');

/** Sends bytes on a new connection, and returns it once the other side has closed it. */
export async function exchange(ends: Ends, bytes: string | Uint8Array): Promise<RawConnection> {
  const connection = await RawConnection.open(ends, bytes);
  await connection.closed;
  return connection;
}
