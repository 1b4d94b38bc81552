import type { RequestListener } from 'node:http';
import type { Log } from '../log.ts';
import type { FindCaller } from './caller-address.ts';
import { requestIdOf } from './request-id.ts';

/** Logs one line a request when it is answered or its connection ends: no headers, no bodies, no query strings. */
export function logged(
  { log, findCaller }: { log: Log; findCaller: FindCaller },
  listener: RequestListener,
): RequestListener {
  return (request, response) => {
    const began = performance.now();
    const { address } = findCaller(request);
    const { method, url = '' } = request;
    response.once('close', () => {
      const ms = Math.round((performance.now() - began) * 10) / 10;
      const answered = response.writableFinished;
      const line = {
        requestId: requestIdOf(request),
        method,
        path: url.split('?', 1)[0],
        status: answered ? response.statusCode : undefined,
        ms,
        address,
      };
      log.info(line, answered ? 'request' : 'request without an answer');
    });
    listener(request, response);
  };
}
