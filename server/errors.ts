/** The closed list of codes that a client may see in `extensions.code` and in field errors. */
export const errorCodes = [
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'BAD_USER_INPUT',
  'CONFLICT',
  'ALREADY_EXISTS',
  'DEPENDENCY_EXISTS',
  'RATE_LIMITED',
  'QUERY_TOO_COMPLEX',
  'DEADLINE_EXCEEDED',
  'SERVICE_UNAVAILABLE',
  'INTERNAL_SERVER_ERROR',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** One problem of an input, at the field it belongs to: `["input", "addresses", "0"]`. */
export interface FieldError {
  path: string[];
  code: ErrorCode;
  message: string;
  hint?: string | undefined;
}

/** A request that was understood and refused. Its message is meant for the person who sent it. */
export class Refusal extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly fieldErrors: readonly FieldError[] = [],
  ) {
    super(message);
    this.name = 'Refusal';
  }
}

export const unauthenticated = (
  message = 'Sign in, or send an API token as "Authorization: Bearer cm_...".',
) => new Refusal('UNAUTHENTICATED', message);

export const forbidden = (message: string) => new Refusal('FORBIDDEN', message);

export const notFound = (what: string) => new Refusal('NOT_FOUND', `${what} does not exist.`);

export const conflict = (message: string) => new Refusal('CONFLICT', message);

/** Too many requests at once, or too soon. Answered with 429; the message and Retry-After say when to try again. */
export class RateLimited extends Refusal {
  /** GraphQL copies them into its error, and Apollo sets the status and headers of the response from them. */
  readonly extensions: { http: { status: number; headers: Map<string, string> } };

  constructor(
    reason: string,
    readonly retryAfterSeconds: number,
  ) {
    const unit = retryAfterSeconds === 1 ? 'second' : 'seconds';
    super('RATE_LIMITED', `${reason} Try again in ${retryAfterSeconds} ${unit}.`);
    const headers = new Map([['retry-after', String(retryAfterSeconds)]]);
    this.extensions = { http: { status: 429, headers } };
  }
}

/** An operation that was stopped because it took too long; `consequence` explains the effect to the caller. */
export const deadlineExceeded = (timeoutMs: number, consequence: string) =>
  new Refusal(
    'DEADLINE_EXCEEDED',
    `This took longer than ${timeoutMs / 1000} seconds, so it was stopped. ${consequence}`,
  );

export const tooComplex = (message: string) => new Refusal('QUERY_TOO_COMPLEX', message);

/** A client's text, quoted for a message and cut to a maximum length. */
export const quoted = (text: string) =>
  `"${text.length > maxQuotedLength ? `${text.slice(0, maxQuotedLength).toWellFormed()}...` : text}"`;

const maxQuotedLength = 64;

/** The maximum number of names that a message lists. */
export const maxNamed = 3;

/** The first few of many, and how many more there are: `a, b, c and 4 more`. */
export function firstFew(names: readonly string[], total = names.length): string {
  const named = names.slice(0, maxNamed);
  const more = total - named.length;
  return `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** The database or the control plane is away, or too busy to answer in time; the caller can retry in a moment. */
export class Unavailable extends Error {
  override name = 'Unavailable';
}

/** The exit codes of commands, for scripts. */
export const exitCodes = {
  ok: 0,
  /** The command failed, or a check found something wrong. */
  failed: 1,
  /** An argument or a setting is wrong. */
  usage: 2,
  notAllowed: 3,
  notFound: 4,
  /** The object exists already, or something else uses it. */
  conflict: 5,
  /** The database or a server cannot be reached. */
  unreachable: 6,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** The process cannot start or a command cannot run: one line for the operator, and the exit code. */
export class StartupError extends Error {
  override name = 'StartupError';
  readonly exitCode: ExitCode;

  constructor(message: string, { exitCode = exitCodes.failed, cause }: FailureDetails = {}) {
    super(message, cause === undefined ? {} : { cause });
    this.exitCode = exitCode;
  }
}

interface FailureDetails {
  exitCode?: ExitCode;
  cause?: unknown;
}

/** Collects every problem of one input, so that all of them are reported at once. */
export class Problems {
  /** `found` is indexed by each prefix of the path, so that the problems of one item are found without a search. */
  constructor(
    private readonly prefix: string[] = ['input'],
    private readonly found = new Map<string, FieldError[]>(),
  ) {}

  /** The same collection, with paths relative to a place further down the input. */
  at(...path: (string | number)[]): Problems {
    return new Problems([...this.prefix, ...path.map(String)], this.found);
  }

  add(field: string | (string | number)[], problem: Omit<FieldError, 'path'>): void {
    const path = [...this.prefix, ...[field].flat().map(String)];
    for (let length = 0; length <= path.length; length += 1) {
      const place = path.slice(0, length).join('.');
      const there = this.found.get(place);
      if (there) there.push({ path, ...problem });
      else this.found.set(place, [{ path, ...problem }]);
    }
  }

  /** The problems at this place and below. */
  list(): readonly FieldError[] {
    return this.found.get(this.prefix.join('.')) ?? [];
  }

  get any(): boolean {
    return this.list().length > 0;
  }

  /** Throws one refusal that holds every problem found so far. */
  throwIfAny(): void {
    const errors = this.list();
    if (errors.length > 0) throw refusalOf(errors);
  }
}

/** The maximum number of problems that one error lists, and that its message repeats. */
const maxListed = { fieldErrors: 1000, inMessage: 20 };

/** One refusal for several problems: their common code, or BAD_USER_INPUT when they differ. */
export function refusalOf(errors: readonly FieldError[]): Refusal {
  const codes = new Set(errors.map((error) => error.code));
  const [only] = codes.size === 1 ? codes : [];
  const more = errors.length - maxListed.inMessage;
  const message = [
    ...errors.slice(0, maxListed.inMessage).map((error) => error.message),
    ...(more > 0 ? [`There are ${more} more problems.`] : []),
  ].join(' ');
  return new Refusal(only ?? 'BAD_USER_INPUT', message, errors.slice(0, maxListed.fieldErrors));
}
