/** A machine, or an unregistered caller, that sends HTTP requests from an address of its own. */
import { request, type OutgoingHttpHeaders } from 'node:http';

export interface Reply {
  status: number;
  /** The reason phrase. */
  reason: string;
  /** By lower-case name. */
  headers: Record<string, string>;
  /** The names as they were sent, in order. */
  headerNames: string[];
  bytes: Buffer;
  text: string;
}

interface Sent {
  method: string;
  target: string;
  headers: OutgoingHttpHeaders;
  body?: string;
}

const tokenHeader = 'X-aws-ec2-metadata-token';
const ttlHeader = 'X-aws-ec2-metadata-token-ttl-seconds';
export const withTtl = (ttl: number | string) => ({ [ttlHeader]: String(ttl) });
export const withToken = (token: string) => ({ [tokenHeader]: token });

export class Guest {
  constructor(
    readonly address: string,
    private readonly port: () => number,
  ) {}

  /** Sends the target exactly as given, without normalising it. */
  send(method: string, target: string, headers: OutgoingHttpHeaders = {}): Promise<Reply> {
    return this.sendBody({ method, target, headers });
  }

  sendBody({ method, target, headers, body }: Sent): Promise<Reply> {
    const host = this.address.includes(':') ? '::1' : '127.0.0.1';
    const options = { host, port: this.port(), localAddress: this.address, method, path: target };
    return new Promise((resolve, reject) => {
      const sent = request({ ...options, agent: false, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const bytes = Buffer.concat(chunks);
          resolve({
            status: response.statusCode ?? 0,
            reason: response.statusMessage ?? '',
            headers: response.headers as Record<string, string>,
            headerNames: response.rawHeaders.filter((_, index) => index % 2 === 0),
            bytes,
            text: bytes.toString(),
          });
        });
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }

  get(target: string, headers?: OutgoingHttpHeaders): Promise<Reply> {
    return this.send('GET', target, headers);
  }

  put(target: string, headers?: OutgoingHttpHeaders): Promise<Reply> {
    return this.send('PUT', target, headers);
  }

  head(target: string, headers?: OutgoingHttpHeaders): Promise<Reply> {
    return this.send('HEAD', target, headers);
  }

  /** Gets a session token for this machine. @param ttl in seconds */
  async token(ttl = 21_600): Promise<string> {
    const { status, text } = await this.put('/latest/api/token', withTtl(ttl));
    if (status !== 200) throw new Error(`no token for ${this.address}: ${status}`);
    return text;
  }
}
