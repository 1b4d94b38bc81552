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
  /** The status of the answer; undefined where that had to be waited for. */
  readonly status: number | undefined;
  /** True where it showed a good session token. */
  readonly withToken: boolean;
}

/** The requests of a machine that are remembered: two at most, whose long parts are cut. */
export interface ObservedRequests {
  /** The machine's UUID: with another one it is another machine, of which nothing is known. */
  readonly uuid: string;
  /** The first request of those that this tells of, so that what is older can be told from it. */
  readonly since: Date;
  last: LastRequest;
  /** True once it showed a good session token. */
  usesTokens: boolean;
  /** The last request without a token, answered or not, of a client that has not shown one since. */
  withoutToken: LastRequest | undefined;
}

/** The record id of a machine, and what was observed of it. */
export type ObservedEntry = [id: string, requests: ObservedRequests];

const maxLength = 200;

/** The name of a client, as long as it is kept. Many machines have the same. */
export const clientOf = (userAgent: string | undefined): string | undefined =>
  userAgent ? sharedText(cut(userAgent)) : undefined;

/** The path of a request target, as long as it is kept. */
export function pathOf(target: string | undefined): string | undefined {
  if (target === undefined) return undefined;
  const kept = cut(target);
  const end = kept.indexOf('?');
  return end < 0 ? kept : kept.slice(0, end);
}

/** Copied when it is cut: a slice would keep the whole text in memory. */
const cut = (text: string): string =>
  text.length <= maxLength ? text : Buffer.from(text.slice(0, maxLength)).toString();

/** Clients call themselves by name and version; another version is the same client after an upgrade. */
export const isSameClient = (one: LastRequest, other: LastRequest) => clientName(one) === clientName(other);

const clientName = ({ userAgent }: LastRequest) => userAgent?.split(/[/ ]/, 1)[0];

/** The same without anything that a terminal or a database takes for something else than text. */
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
