import { withPlainTexts, type LastRequest, type ObservedEntry } from './last-request.ts';

/** A row of `last_request`; in PostgreSQL with dates and booleans, in SQLite with milliseconds and 0 or 1. */
export interface ObservedRow {
  instance_id: string;
  uuid: string;
  since: Date | number;
  at: Date | number;
  address: string | null;
  user_agent: string | null;
  path: string | null;
  status: number | null;
  with_token: boolean | number;
  uses_tokens: boolean | number;
  /** A request as JSON. */
  without_token: string | null;
}

/** Formats rows to be written as JSON, with times as the database has them. */
export function jsonOfRows(
  entries: readonly ObservedEntry[],
  momentOf: (date: Date) => string | number,
): string {
  return JSON.stringify(
    entries.map(([id, observed]) => {
      const { uuid, since, last, usesTokens, withoutToken } = withPlainTexts(observed);
      return {
        instance_id: id,
        uuid,
        since: momentOf(since),
        at: momentOf(last.at),
        address: last.address,
        user_agent: last.userAgent,
        path: last.path,
        status: last.status,
        with_token: last.withToken,
        uses_tokens: usesTokens,
        without_token: withoutToken && JSON.stringify(withoutToken),
      };
    }),
  );
}

export function entryOf(row: ObservedRow): ObservedEntry {
  const last: LastRequest = {
    at: new Date(row.at),
    address: row.address ?? undefined,
    userAgent: row.user_agent ?? undefined,
    path: row.path ?? undefined,
    status: row.status ?? undefined,
    withToken: Boolean(row.with_token),
  };
  const { instance_id: id, uuid, since } = row;
  const usesTokens = Boolean(row.uses_tokens);
  return [id, { uuid, since: new Date(since), last, usesTokens, withoutToken: requestOf(row.without_token) }];
}

function requestOf(json: string | null): LastRequest | undefined {
  if (json === null) return undefined;
  const { at, ...request } = JSON.parse(json) as Omit<LastRequest, 'at'> & { at: string };
  return { ...request, at: new Date(at) };
}
