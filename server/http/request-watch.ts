import type { RequestListener } from 'node:http';
import { pino } from 'pino';
import { writeLine, type Log } from '../log.ts';
import type { FindCaller } from './caller-address.ts';
import { EarlyRefusals } from './early-refusals.ts';
import type { RequestMetrics } from './request-metrics.ts';
import { newRequestId, requestIdOf } from './request-id.ts';

/** A request and its outcome. */
export interface Answered {
  method: string | undefined;
  /** The target as received: handlers of the request may change it. */
  url: string | undefined;
  /** Undefined if the connection ended first. */
  status: number | undefined;
  /** The start of the request, by `performance.now()`. */
  began: number;
  address: string | undefined;
  /** Generated if the request has none yet. */
  requestId?: string;
}

/** The maximum length of a path in a line of the log, in characters. */
const maxPathLength = 512;

/** Logs each request in one line once it is answered, and counts it in the metrics. */
export class RequestWatch {
  /** Refusals of what never became a request. */
  readonly refusals: EarlyRefusals;

  constructor(
    private readonly log: Log,
    private readonly metrics: RequestMetrics,
  ) {
    this.refusals = new EarlyRefusals(log, metrics.refusals);
  }

  /** Logs no headers, no bodies and no query strings. */
  note({ method = '', url = '', status, began, address, requestId }: Answered): void {
    const ms = performance.now() - began;
    this.metrics.count(url, status ?? 0, ms);
    if (this.log.levelVal > info) return;
    const query = url.indexOf('?');
    const end = query < 0 ? url.length : query;
    const path = quoted(end > maxPathLength ? `${url.slice(0, maxPathLength)}...` : url.slice(0, end));
    const id = requestId ?? newRequestId();
    const from = address === undefined ? '' : `,"address":"${address}"`;
    const outcome = status === undefined ? '' : `"status":${status},`;
    const message = status === undefined ? 'request without an answer' : 'request';
    const tenths = Math.round(ms * 10);
    const time = `${Math.floor(tenths / 10)}.${tenths % 10}`; // a third of the cost of formatting a decimal
    writeLine(
      this.log,
      `{"level":${info},"time":${Date.now()},"requestId":"${id}","method":"${method}","path":${path},${outcome}"ms":${time}${from},"msg":"${message}"}\n`,
    );
  }

  /** Wraps a listener: a request is noted when it is answered or its connection ends. */
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
