/** A connection on which a test writes what it likes, HTTP or not, from an address of its own. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** Whom a connection leads to, and the address that it comes from. */
export interface Ends {
  port: number;
  from: string;
}

export class RawConnection {
  /** Everything that came back, byte by byte. */
  received = '';
  isClosed = false;
  readonly closed: Promise<void>;
  private readonly found: number[] = [];
  private readonly statusLine = /HTTP\/1\.1 (\d{3}) /g;

  private constructor(readonly socket: Socket) {
    socket.setEncoding('latin1').on('data', (text: string) => (this.received += text));
    socket.on('error', () => {}); // a server that has had enough resets it
    this.closed = new Promise((resolve) =>
      socket.once('close', () => {
        this.isClosed = true;
        resolve();
      }),
    );
  }

  /** Opens a connection, and sends this on it. */
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

  /** Sends the same again and again, as fast as it is taken, until the other side closes. */
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

  /** Looks from behind the last one on: there may be thousands, and each time only a few of them are new. */
  private nextStatus(): RegExpExecArray | null {
    const from = this.statusLine.lastIndex;
    const line = this.statusLine.exec(this.received);
    if (!line) this.statusLine.lastIndex = from;
    return line;
  }

  /** The interim responses so far: nothing but `100 Continue`. */
  get continues(): number {
    return this.statuses.filter((status) => status === 100).length;
  }

  /** The statuses of the answers so far that are no interim responses. */
  get finalStatuses(): number[] {
    return this.statuses.filter((status) => status !== 100);
  }

  /** Comes back once so much has come, or the other side has closed. */
  async until(isThere: (connection: this) => boolean): Promise<this> {
    while (!isThere(this) && !this.isClosed)
      await Promise.race([once(this.socket, 'data').catch(() => {}), this.closed]);
    return this;
  }

  /** Comes back once there are so many answers, or the other side has closed. */
  async answers(count: number): Promise<number[]> {
    return (await this.until(({ statuses }) => statuses.length >= count)).statuses;
  }

  /** Says that there is no more to come, and goes on reading. */
  halfClose(): void {
    this.socket.end();
  }

  end(): void {
    this.socket.destroy();
  }
}

/** A request as bytes, with these lines of headers. */
export const requestText = (line: string, ...headers: string[]) =>
  [`${line} HTTP/1.1`, 'Host: 169.254.169.254', ...headers, '', ''].join('\r\n');

/** What comes back on a connection of its own, whole: it has to be closed by the other side. */
export async function exchange(ends: Ends, bytes: string | Uint8Array): Promise<RawConnection> {
  const connection = await RawConnection.open(ends, bytes);
  await connection.closed;
  return connection;
}
