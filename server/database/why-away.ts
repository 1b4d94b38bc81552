import { Unavailable } from '../errors.ts';

/** What drivers say, by code or message, and what it means to somebody who asked for something. */
const meanings: [RegExp, string][] = [
  [
    /^(SQLITE_FULL|53100|ENOSPC)$|database or disk is full/,
    'The disk of the database is full: free some space on it.',
  ],
  [/^SQLITE_(BUSY|LOCKED)|database is locked/, 'Another process keeps the database locked.'],
  [/^SQLITE_(IOERR|CANTOPEN|READONLY|CORRUPT|NOTADB)/, 'The file of the database cannot be read or written.'],
  [/^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_|EHOST|ENET)/, 'The database cannot be reached.'],
  [/^(08\w{3}|57P0[123]|53300|25006)$/, 'The database cannot be reached.'],
  [
    /^57014$|Query read timeout|timeout exceeded when trying to connect|Connection terminated|not queryable/,
    'The database does not answer.',
  ],
];

/** What keeps the database from answering, in a sentence; undefined when it answers and the error is another one. */
export function whyAway(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error instanceof Unavailable) return whyAway(error.cause) ?? error.message;
  const { code } = error as { code?: unknown };
  const [, meaning] =
    meanings.find(([pattern]) => pattern.test(String(code)) || pattern.test(error.message)) ?? [];
  return meaning ?? whyAway(error.cause) ?? whyAnyAway(error);
}

/** Node tries every address of a host name, and says so of each. */
const whyAnyAway = (error: Error) =>
  error instanceof AggregateError ? error.errors.map(whyAway).find(Boolean) : undefined;
