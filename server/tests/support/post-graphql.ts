/** Bodies of requests to GraphQL, of any size and kind. */
import type { ApiError } from './graphql-client.ts';
import { requestText } from './raw-connection.ts';

export const kB = 1024;
export const MB = 1024 * kB;

export const setupQuery = '{ setup { hasUsers } }';

/** Makes a body of this many bytes with `setupQuery`. */
export function bodyOf(bytes: number): string {
  const frame = JSON.stringify({ query: setupQuery, variables: { unused: '' } });
  return frame.replace('""', `"${'x'.repeat(bytes - frame.length)}"`);
}

/** Makes the head of a request; the test sends the body, if any. */
export const headOf = (...headers: string[]) =>
  requestText('POST /graphql', 'Content-Type: application/json', ...headers);

export type Body = string | Uint8Array<ArrayBuffer> | ReadableStream;

/** Sends a body as it is, and returns the data and the first error. */
export async function postBody({ graphqlUrl }: { graphqlUrl: string }, body: Body, headers: object = {}) {
  const response = await fetch(graphqlUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
    duplex: 'half',
  } as RequestInit);
  const { data, errors = [] } = (await response.json()) as { data?: unknown; errors?: ApiError[] };
  const [{ message, extensions } = { message: '', extensions: undefined }] = errors;
  return { status: response.status, headers: response.headers, data, message, extensions };
}
