import { limits } from './limits.ts';
import { RequestRefusal } from './request-refusal.ts';

const [quote, backslash, comma] = [0x22, 0x5c, 0x2c];
const isOpening = (byte: number) => byte === 0x5b || byte === 0x7b;
const isClosing = (byte: number) => byte === 0x5d || byte === 0x7d;

/**
 * Checks how deep the JSON of a body nests and how many values it holds, before it is parsed: later steps may recurse
 * for each level, and do some work for each value. It takes time in the length of the body, and does not check that it
 * is JSON.
 * @throws RequestRefusal
 */
export function checkJsonShape(body: Uint8Array): void {
  let depth = 0;
  let values = 1;
  for (let at = 0; at < body.length; at += 1) {
    const byte = body[at]!;
    if (byte === quote) at = endOfText(body, at);
    else if (byte === comma) values += 1;
    else if (isOpening(byte)) {
      values += 1;
      depth += 1;
      if (depth > limits.nesting)
        throw new RequestRefusal(
          400,
          `The JSON of this request nests more than ${limits.nesting} levels deep.`,
        );
    } else if (isClosing(byte)) depth -= 1;
  }
  if (values > limits.values)
    throw new RequestRefusal(
      400,
      `The JSON of this request holds ${values} values, more than ${limits.values}. Send less at once.`,
    );
}

/** The end of the text that begins at `from`; a quote after an odd number of backslashes is part of the text. */
function endOfText(body: Uint8Array, from: number): number {
  for (let at = body.indexOf(quote, from + 1); at >= 0; at = body.indexOf(quote, at + 1)) {
    let slashes = 0;
    while (body[at - 1 - slashes] === backslash) slashes += 1;
    if (slashes % 2 === 0) return at;
  }
  return body.length;
}
