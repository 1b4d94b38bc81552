import { sharedText } from '../guests/shared-values.ts';

/** A request of a machine for its metadata. */
export interface LastRequest {
  readonly at: Date;
  /** The address it came from. */
  readonly address: string | undefined;
  /** The program that asked, as it calls itself. */
  readonly userAgent: string | undefined;
  /** The path that it asked for, without a query. */
  readonly path: string | undefined;
  /** The status of the answer; undefined if the server had to wait for it. */
  readonly status: number | undefined;
  /** True if it had a valid session token. */
  readonly withToken: boolean;
}

/** The requests of a machine that are remembered: two at most, with long texts truncated. */
export interface ObservedRequests {
  /** The machine's UUID: with a different one it is a different machine, whose requests are not known. */
  readonly uuid: string;
  /** The time of the first request that this covers, so that older requests can be distinguished. */
  readonly since: Date;
  last: LastRequest;
  /** True once it has sent a valid session token. */
  usesTokens: boolean;
  /** The last request without a token, answered or not, of a client that has not sent one since. */
  withoutToken: LastRequest | undefined;
}

/** The record id of a machine, and what was observed of it. */
export type ObservedEntry = [id: string, requests: ObservedRequests];

const maxCharacters = 200;

/** Returns the name of a client, truncated to the length that is kept. Many machines have the same. */
export const clientOf = (userAgent: string | undefined): string | undefined =>
  userAgent ? sharedText(cut(userAgent)) : undefined;

/** Returns the path of a request target, truncated to the length that is kept. */
export function pathOf(target: string | undefined): string | undefined {
  if (target === undefined) return undefined;
  const kept = cut(target);
  const end = kept.indexOf('?');
  return end < 0 ? kept : kept.slice(0, end);
}

/** Truncates a text as a copy: a slice would keep the whole text in memory. */
const cut = (text: string): string =>
  text.length <= maxCharacters ? text : Buffer.from(text.slice(0, maxCharacters)).toString();

/** True if the names of the clients are equal; their versions may differ, as after an upgrade. */
export const isSameClient = (one: LastRequest, other: LastRequest) => clientName(one) === clientName(other);

const clientName = ({ userAgent }: LastRequest) => userAgent?.split(/[/ ]/, 1)[0];

/** Removes what a terminal or a database does not take as text: control characters and lone surrogates. */
export function withPlainTexts(requests: ObservedRequests): ObservedRequests {
  const { last, withoutToken } = requests;
  return { ...requests, last: plain(last), withoutToken: withoutToken && plain(withoutToken) };
}

const plain = (request: LastRequest): LastRequest => ({
  ...request,
  userAgent: plainText(request.userAgent),
  path: plainText(request.path),
});

const plainText = (text: string | undefined) => text?.replace(/\p{Cc}/gu, '').toWellFormed();
