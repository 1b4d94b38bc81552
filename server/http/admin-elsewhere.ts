import { request as ask, type RequestListener } from 'node:http';
import { pipeline } from 'node:stream';

/** Hands requests for the admin to the process that serves it, by its socket. */
export function adminElsewhere(socketPath: string): RequestListener {
  return (request, response) => {
    const { method, url: path, headers } = request;
    const handedOn = ask({ socketPath, method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode!, answer.rawHeaders);
      pipeline(answer, response, () => {});
    });
    handedOn.once('error', () => {
      if (response.headersSent) return response.destroy();
      response.writeHead(503, { 'Content-Type': 'text/plain', 'Retry-After': '1' });
      response.end('The process that serves the admin is starting. Try again in a moment.\n');
    });
    pipeline(request, handedOn, () => {});
  };
}
