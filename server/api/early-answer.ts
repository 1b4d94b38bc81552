import type { IncomingMessage, ServerResponse } from 'node:http';
import { endAfterBody } from '../unwanted-body.ts';

/** Answers a request, whether or not its body is there yet: the answer is written at once, and ended after the body. */
export function answerEarly(request: IncomingMessage, response: ServerResponse, text: string): void {
  response.setHeader('Content-Length', Buffer.byteLength(text));
  response.write(text);
  void endAfterBody(request, response);
}
