import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import type { Readable, Transform } from 'node:stream';
import { MIMEType } from 'node:util';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { hasBody } from '../unwanted-body.ts';
import type { BodyShare } from './body-budget.ts';
import { checkJsonShape } from './json-shape.ts';
import { sizeInWords, type RequestLimits } from './request-limits.ts';
import { RequestRefusal } from './request-refusal.ts';

const inflaters: Record<string, () => Transform> = {
  gzip: createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/** The limits of a body, and the part of the budget that counts it. */
interface Reading {
  limits: RequestLimits;
  /** Counts its bytes, and throws where the budget does not allow them. */
  share: Pick<BodyShare, 'announce' | 'take'>;
}

const announcedLength = ({ headers }: Pick<IncomingMessage, 'headers'>) =>
  Number(headers['content-length'] ?? 0);

/**
 * Reads the body of a request, decompressed, and counts while it reads: the length in the headers may be wrong. If it
 * is refused the rest stays unread, so that the client can be answered.
 * @throws RequestRefusal, RATE_LIMITED, SERVICE_UNAVAILABLE
 */
export async function readBody(request: IncomingMessage, { limits, share }: Reading): Promise<Buffer> {
  if (!hasBody(request)) return Buffer.alloc(0);
  const inflater = inflaterFor(request, limits);
  const announcedBytes = announcedLength(request);
  if (announcedBytes > limits.maxBodyBytes) throw tooLarge(limits);
  share.announce(announcedBytes);
  const chunks: Buffer[] = [];
  const count = byteCounter(limits);
  let isOpen = true;
  const keep = (chunk: Buffer) => {
    if (!isOpen) return;
    count(chunk);
    share.take(chunk.length);
    chunks.push(chunk);
  };
  try {
    await consume(request, { through: inflater, keep, limits });
  } finally {
    isOpen = false;
    if (inflater) request.unpipe(inflater);
    inflater?.destroy();
  }
  return Buffer.concat(chunks);
}

interface Consuming {
  through: Transform | undefined;
  keep(chunk: Buffer): void;
  limits: RequestLimits;
}

/** Passes every chunk to `keep` until the body ends, one is refused, or the time is over. */
async function consume(request: IncomingMessage, { through, keep, limits }: Consuming): Promise<void> {
  const { bodyTimeoutMs } = limits;
  let timer: NodeJS.Timeout | undefined;
  await new Promise<void>((resolve, reject) => {
    const orReject = (act: (chunk: Buffer) => void) => (chunk: Buffer) => {
      try {
        act(chunk);
      } catch (error) {
        reject(error as Error);
      }
    };
    timer = setTimeout(() => reject(tooSlow(bodyTimeoutMs)), bodyTimeoutMs);
    request.on('error', () => {}); // `close` follows
    request.once('close', () => request.complete || reject(brokenOff()));
    through?.on('error', () => reject(notInflatable()));
    if (through) request.on('data', orReject(byteCounter(limits)));
    const source: Readable = through ? request.pipe(through) : request;
    source.on('data', orReject(keep));
    source.once('end', resolve);
  }).finally(() => clearTimeout(timer));
}

/** Counts bytes. @throws RequestRefusal for more than a body may have */
function byteCounter(limits: RequestLimits): (chunk: Buffer) => void {
  let bytes = 0;
  return (chunk) => {
    bytes += chunk.length;
    if (bytes > limits.maxBodyBytes) throw tooLarge(limits);
  };
}

/** The JSON object of a body; an empty one stands for an empty object. @throws RequestRefusal */
export function parseJson(body: Buffer): object {
  if (body.length === 0) return {};
  if (!isUtf8(body)) throw new RequestRefusal(400, 'The body of this request is not UTF-8.');
  checkJsonShape(body);
  const value = parsed(body.toString('utf8').replace(/^\uFEFF/, ''));
  if (Array.isArray(value))
    throw new RequestRefusal(400, 'The API takes one operation a request, and no list of them.');
  if (typeof value !== 'object' || value === null)
    throw new RequestRefusal(400, 'The body of this request is no JSON object.');
  return value;
}

/** @throws RequestRefusal where the headers declare something else than JSON in UTF-8 */
export function expectJson({ headers }: IncomingMessage): void {
  const type = mimeType(headers['content-type']);
  if (type?.essence !== 'application/json')
    throw new RequestRefusal(400, 'GraphQL takes a body with the Content-Type application/json alone.');
  const charset = type.params.get('charset') ?? 'utf-8';
  if (!/^utf-?8$/i.test(charset)) throw new RequestRefusal(415, 'GraphQL takes JSON in UTF-8 alone.');
}

function mimeType(header: string | undefined): MIMEType | undefined {
  try {
    return header === undefined ? undefined : new MIMEType(header);
  } catch {
    return undefined;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new RequestRefusal(400, 'The body of this request is not JSON.'); // V8's message quotes the body
  }
}

function inflaterFor({ headers }: IncomingMessage, { inflates }: RequestLimits): Transform | undefined {
  const coding = headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  if (coding === 'identity') return undefined;
  const inflater = inflates ? inflaters[coding] : undefined;
  if (inflater) return inflater();
  const supported = Object.keys(inflaters).join(', ');
  throw new RequestRefusal(
    415,
    inflates
      ? `The Content-Encoding of a body is one of ${supported}, or left out.`
      : 'Before sign-in a body may not be compressed: leave Content-Encoding out.',
  );
}

const tooLarge = ({ maxBodyBytes, inflates }: RequestLimits) =>
  new RequestRefusal(
    413,
    `The body of this request is too large: ${inflates ? '' : 'before sign-in '}it has at most ${sizeInWords(maxBodyBytes)}.`,
  );

const tooSlow = (timeoutMs: number) =>
  new RequestRefusal(408, `The body of this request was not there after ${timeoutMs / 1000} seconds.`);

const notInflatable = () => new RequestRefusal(400, 'The body of this request cannot be decompressed.');

const brokenOff = () => new RequestRefusal(400, 'The body of this request broke off.');
