import { CombinedGraphQLErrors, ServerError, ServerParseError } from '@apollo/client/errors';
import type { GraphQLFormattedError } from 'graphql';

export type FieldProblem = { path: string[]; code: string; message: string; hint?: string | null };

/** An error for display: its cause, and how to fix it. */
export type Problem = {
  code: string;
  cause: string;
  fix: string;
  requestId?: string;
  fieldErrors: FieldProblem[];
};

const fixes: Record<string, string> = {
  UNAUTHENTICATED: 'Sign in again.',
  FORBIDDEN: 'Ask a super user for the role that may do this.',
  NOT_FOUND: 'It may have been deleted meanwhile. Go back to the list.',
  BAD_USER_INPUT: 'Correct the marked fields and try again.',
  CONFLICT: 'Load the newer version, then decide which one to keep.',
  ALREADY_EXISTS: 'Choose another value, or change the object that has it.',
  DEPENDENCY_EXISTS: 'Detach it first, or delete it all the same.',
  RATE_LIMITED: 'Wait a moment, then try again.',
  QUERY_TOO_COMPLEX: 'Ask for fewer fields or fewer rows.',
  DEADLINE_EXCEEDED: 'Ask for less at once.',
  INTERNAL_SERVER_ERROR: 'Try again. If it fails again, look for the request id in the server log.',
};

function fromGraph(errors: readonly GraphQLFormattedError[]): Problem {
  const [first] = errors;
  const code = String(first?.extensions?.['code'] ?? 'INTERNAL_SERVER_ERROR');
  const requestId = errors.map((error) => error.extensions?.['requestId']).find(Boolean);
  return {
    code,
    cause: errors.map((error) => error.message).join(' '),
    fix: fixes[code] ?? 'Try again.',
    requestId: requestId ? String(requestId) : undefined,
    fieldErrors: errors.flatMap(
      (error) => (error.extensions?.['fieldErrors'] as FieldProblem[] | undefined) ?? [],
    ),
  };
}

function fromTransport(error: ServerError | ServerParseError): Problem {
  const requestId = error.response.headers.get('x-request-id') ?? undefined;
  const code = error.statusCode === 429 ? 'RATE_LIMITED' : 'HTTP';
  return {
    code,
    cause: `The server answered with status ${error.statusCode}.`,
    fix: fixes[code] ?? 'Check that CloudMeta is running, then try again.',
    requestId,
    fieldErrors: [],
  };
}

export function problemOf(error: unknown): Problem {
  if (CombinedGraphQLErrors.is(error)) return fromGraph(error.errors);
  if (ServerError.is(error) || ServerParseError.is(error)) return fromTransport(error);
  return {
    code: 'NETWORK',
    cause: 'The server could not be reached.',
    fix: 'Check your connection and that CloudMeta is running, then try again.',
    fieldErrors: [],
  };
}

/** Field errors by form field, named by `nameOf` from the path without `input`; `left` are those without a field. */
export function fieldErrorsOf(problem: Problem, nameOf: (path: string[]) => string | undefined) {
  const placed: Record<string, string> = {};
  const left: FieldProblem[] = [];
  for (const error of problem.fieldErrors) {
    const path = error.path[0] === 'input' ? error.path.slice(1) : error.path;
    const name = nameOf(path);
    const text = error.hint ? `${error.message} ${error.hint}` : error.message;
    if (!name) left.push(error);
    else placed[name] = placed[name] ? `${placed[name]} ${text}` : text;
  }
  return { placed, left };
}
