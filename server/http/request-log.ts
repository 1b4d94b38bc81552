import type { RequestListener } from 'node:http';
import type { Log } from '../log.ts';
import { callerAddress } from './caller-address.ts';
import { requestIdOf } from './request-id.ts';

/** Logs one line a request when it is answered: no headers, no bodies, no query strings. */
export function logged(log: Log, listener: RequestListener): RequestListener {
  return (request, response) => {
    const began = performance.now();
    const address = callerAddress(request);
    const { method, url = '' } = request;
    response.once('finish', () => {
      const ms = Math.round((performance.now() - began) * 10) / 10;
      const line = {
        requestId: requestIdOf(request),
        method,
        path: url.split('?', 1)[0],
        status: response.statusCode,
        ms,
        address,
      };
      log.info(line, 'request');
    });
    listener(request, response);
  };
}
