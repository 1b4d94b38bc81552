import type { RequestListener } from 'node:http';
import { pino } from 'pino';
import { writeLine, type Log } from '../log.ts';
import type { FindCaller } from './caller-address.ts';
import { EarlyRefusals } from './early-refusals.ts';
import type { RequestMetrics } from './request-metrics.ts';
import { newRequestId, requestIdOf } from './request-id.ts';

/** A request, and what became of it. */
export interface Answered {
  method: string | undefined;
  /** The target as it came: what handles a request may change it. */
  url: string | undefined;
  /** Undefined when the connection ended first. */
  status: number | undefined;
  /** As `performance.now()` had it. */
  began: number;
  address: string | undefined;
  /** Made where the request has none yet. */
  requestId?: string;
}

/** What a line of the log shows of a path. */
const longestPath = 512;

/** Sees every request once it is answered: one line of the log, and the metrics. */
export class RequestWatch {
  /** What is refused before it is a request. */
  readonly refusals: EarlyRefusals;

  constructor(
    private readonly log: Log,
    private readonly metrics: RequestMetrics,
  ) {
    this.refusals = new EarlyRefusals(log, metrics.refusals);
  }

  /** No headers, no bodies, no query strings. */
  note({ method = '', url = '', status, began, address, requestId }: Answered): void {
    const ms = performance.now() - began;
    this.metrics.count(url, status ?? 0, ms);
    if (this.log.levelVal > info) return;
    const query = url.indexOf('?');
    const end = query < 0 ? url.length : query;
    const path = quoted(end > longestPath ? `${url.slice(0, longestPath)}...` : url.slice(0, end));
    const id = requestId ?? newRequestId();
    const from = address === undefined ? '' : `,"address":"${address}"`;
    const outcome = status === undefined ? '' : `"status":${status},`;
    const message = status === undefined ? 'request without an answer' : 'request';
    const tenths = Math.round(ms * 10);
    const time = `${Math.floor(tenths / 10)}.${tenths % 10}`; // a third of what a number with a point costs
    writeLine(
      this.log,
      `{"level":${info},"time":${Date.now()},"requestId":"${id}","method":"${method}","path":${path},${outcome}"ms":${time}${from},"msg":"${message}"}\n`,
    );
  }

  /** The same listener, watched: a request is noted when it is answered or its connection ends. */
  over(findCaller: FindCaller, listener: RequestListener): RequestListener {
    return (request, response) => {
      const began = performance.now();
      const { address } = findCaller(request);
      const { method, url } = request;
      response.once('close', () =>
        this.note({
          method,
          url,
          status: response.writableFinished ? response.statusCode : undefined,
          began,
          address,
          requestId: requestIdOf(request),
        }),
      );
      listener(request, response);
    };
  }
}

const plain = /^[ !#-[\]-~]*$/;

/** A text as JSON. */
const quoted = (text: string) => (plain.test(text) ? `"${text}"` : JSON.stringify(text));

const { info } = pino.levels.values as { info: number };
