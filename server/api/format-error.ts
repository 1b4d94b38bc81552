import {
  DeadlockException,
  ForeignKeyConstraintViolationException,
  LockWaitTimeoutException,
  OptimisticLockError,
  UniqueConstraintViolationException,
} from '@mikro-orm/core';
import { GraphQLError, type ASTNode, type GraphQLFormattedError } from 'graphql';
import { describeOutage } from '../database/describe-outage.ts';
import { Refusal, type ErrorCode } from '../errors.ts';
import type { Log } from '../log.ts';
import { locationsOf } from './document-locations.ts';
import { syntaxRefusal } from './syntax-error.ts';

/** The codes of this API, by the codes of Apollo's own refusals. Their messages repeat nothing that was sent. */
const knownCodes: Record<string, ErrorCode> = {
  BAD_REQUEST: 'BAD_USER_INPUT',
  PERSISTED_QUERY_NOT_SUPPORTED: 'BAD_USER_INPUT',
};

/** The HTTP status of an operation that is refused before it runs. */
const statuses: Partial<Record<ErrorCode, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  SERVICE_UNAVAILABLE: 503,
};

/** The refusal of a whole operation as an error for Apollo, with its own HTTP status. */
export const refuseOperation = (refusal: Refusal, requestId?: string, nodes: readonly ASTNode[] = []) =>
  new GraphQLError(refusal.message, {
    nodes,
    originalError: refusal,
    extensions: { ...(requestId ? { requestId } : {}), http: { status: statuses[refusal.code] ?? 400 } },
  });

/** The errors of the database for the later of two concurrent changes. */
const lostRaces = [
  OptimisticLockError,
  UniqueConstraintViolationException,
  ForeignKeyConstraintViolationException,
  DeadlockException,
  LockWaitTimeoutException,
];

/**
 * True if another change was faster, so that a repeat finds what is there now. Everything unique is looked up before it
 * is written, and on SQLite nothing is written in between: there such an error would recur forever, and is our bug.
 */
const isLostRace = (error: unknown) =>
  lostRaces.some((race) => error instanceof race) &&
  !String((error as { code?: unknown }).code).startsWith('SQLITE_CONSTRAINT');

const lostRaceMessage = 'Somebody else changed the same at this moment. Read it again and repeat.';

/**
 * Formats an error for the client: its code, its message, its field errors. An error that is not one of ours is logged
 * with the request id and answered as internal; nothing of its text leaves the server.
 */
export function formatError(
  formatted: GraphQLFormattedError,
  error: unknown,
  log: Log,
): GraphQLFormattedError {
  const original = originalOf(error);
  const requestId = formatted.extensions?.requestId;
  const { message, ...extensions } = describe(formatted, original);
  if (extensions.code === 'INTERNAL_SERVER_ERROR')
    log.error({ err: original, requestId }, 'a resolver failed');
  const locations = error instanceof GraphQLError && error.nodes ? locationsOf(error.nodes) : [];
  return {
    message,
    locations: locations.length > 0 ? locations : formatted.locations, // of a document that cannot be parsed
    path: formatted.path,
    extensions: { ...extensions, ...(requestId ? { requestId } : {}) },
  } as GraphQLFormattedError;
}

function originalOf(error: unknown): unknown {
  if (!(error instanceof GraphQLError) || !error.originalError) return error;
  const { originalError, extensions } = error;
  const isUnread = extensions.code === 'GRAPHQL_PARSE_FAILED' && originalError instanceof GraphQLError;
  return isUnread ? syntaxRefusal(originalError) : originalError;
}

interface Description {
  message: string;
  code: ErrorCode;
  fieldErrors?: unknown;
}

function describe(formatted: GraphQLFormattedError, original: unknown): Description {
  if (original instanceof Refusal) {
    const { code, message, fieldErrors } = original;
    return { message, code, ...(fieldErrors.length > 0 ? { fieldErrors } : {}) };
  }
  const why = describeOutage(original);
  if (why) return { message: `${why} Try again in a moment.`, code: 'SERVICE_UNAVAILABLE' };
  if (isLostRace(original)) return { message: lostRaceMessage, code: 'CONFLICT' };
  const code = knownCodes[String(formatted.extensions?.code ?? '')];
  if (code) return { message: formatted.message, code };
  return { message: 'The server could not do this. Its log has the reason.', code: 'INTERNAL_SERVER_ERROR' };
}
