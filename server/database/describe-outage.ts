import { Unavailable } from '../errors.ts';

/** Error codes of the drivers, or messages where they give no code, and the sentence that clients are shown. */
interface Outage {
  codes: RegExp;
  messages?: RegExp;
  meaning: string;
}

const outages: Outage[] = [
  {
    codes: /^(SQLITE_FULL|53100|ENOSPC)$/,
    messages: /database or disk is full/,
    meaning: 'The disk of the database is full: free some space on it.',
  },
  {
    codes: /^SQLITE_(BUSY|LOCKED)/,
    messages: /database is locked/,
    meaning: 'Another process keeps the database locked.',
  },
  {
    codes: /^SQLITE_(IOERR|CANTOPEN|READONLY|CORRUPT|NOTADB)/,
    meaning: 'The file of the database cannot be read or written.',
  },
  {
    codes: /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_|EHOST|ENET)|^(08\w{3}|57P0[123]|53300|25006)$/,
    meaning: 'The database cannot be reached.',
  },
  {
    codes: /^57014$/,
    messages:
      /Query read timeout|timeout exceeded when trying to connect|Connection terminated|not queryable/,
    meaning: 'The database does not answer.',
  },
];

/** Describes in a sentence why the database does not answer; undefined for an error that is not an outage. */
export function describeOutage(error: unknown): string | undefined {
  if (!(error instanceof Error) || isAboutStatement(error)) return undefined;
  if (error instanceof Unavailable)
    return describeOutage(error.cause) ?? (isAboutStatement(error.cause) ? undefined : error.message);
  const { code } = error as { code?: unknown };
  const outage = outages.find(({ codes, messages }) =>
    typeof code === 'string' ? codes.test(code) : messages?.test(error.message),
  );
  return outage?.meaning ?? describeOutage(error.cause) ?? describeAnyOutage(error);
}

/**
 * True if the database answered and refused the statement: for a value that it cannot hold (class 22 of SQLSTATE), or
 * because it ends early, as one with U+0000 in it does. PgBouncer uses the code of the latter, 08P01, for its own
 * outages too, but with the severity FATAL.
 */
function isAboutStatement(error: unknown): boolean {
  const { code, severity } = (error ?? {}) as { code?: unknown; severity?: unknown };
  return (
    /^(22\w{3}|SQLITE_(MISMATCH|RANGE|TOOBIG))$/.test(String(code)) ||
    (code === '08P01' && severity === 'ERROR')
  );
}

/** Node tries every address of a host name and gives one error for each. */
const describeAnyOutage = (error: Error) =>
  error instanceof AggregateError ? error.errors.map(describeOutage).find(Boolean) : undefined;
