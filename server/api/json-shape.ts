import { limits } from './limits.ts';
import { RequestRefusal } from './request-refusal.ts';

const [quote, backslash, comma] = [0x22, 0x5c, 0x2c];
const isOpening = (byte: number) => byte === 0x5b || byte === 0x7b;
const isClosing = (byte: number) => byte === 0x5d || byte === 0x7d;

/**
 * Looks how deep the JSON of a body nests and how many values it holds, before anything is made of it: whatever works on
 * it later may call itself for each level, and does something for each value. It takes time in the length of the body,
 * and leaves it to others whether it is JSON.
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

/** Where the text ends that begins at this place; a quote behind an odd number of backslashes belongs to it. */
function endOfText(body: Uint8Array, from: number): number {
  for (let at = body.indexOf(quote, from + 1); at >= 0; at = body.indexOf(quote, at + 1)) {
    let slashes = 0;
    while (body[at - 1 - slashes] === backslash) slashes += 1;
    if (slashes % 2 === 0) return at;
  }
  return body.length;
}
