import type { IncomingMessage, ServerResponse } from 'node:http';
import { endAfterBody } from '../unwanted-body.ts';

/** Answers a request, even before its body has arrived: the answer is written at once, and ended after the body. */
export function answerEarly(request: IncomingMessage, response: ServerResponse, text: string): void {
  response.setHeader('Content-Length', Buffer.byteLength(text));
  response.write(text);
  void endAfterBody(request, response);
}
