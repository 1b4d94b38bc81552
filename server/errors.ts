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
    readonly fieldErrors: FieldError[] = [],
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

/** Too much at once, or too soon. It is answered with 429, and says in words and in Retry-After when to try again. */
export class RateLimited extends Refusal {
  /** GraphQL copies them into its error, and Apollo makes the status and the headers of the answer of them. */
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

/** The database is away, or too busy to answer in time: what was asked can be asked again in a moment. */
export class Unavailable extends Error {
  override name = 'Unavailable';
}

/** Why the process cannot start or a command cannot run: one line for the operator, exit code 1. */
export class StartupError extends Error {
  override name = 'StartupError';
}

/** Collects every problem of one input, so that all of them are reported at once. */
export class Problems {
  constructor(
    private readonly found: FieldError[] = [],
    private readonly prefix: string[] = ['input'],
  ) {}

  /** The same collection, seen from a place further down the input. */
  at(...path: (string | number)[]): Problems {
    return new Problems(this.found, [...this.prefix, ...path.map(String)]);
  }

  add(field: string | (string | number)[], problem: Omit<FieldError, 'path'>): void {
    const path = [...this.prefix, ...[field].flat().map(String)];
    this.found.push({ path, ...problem });
  }

  /** The problems at this place and below. */
  list(): FieldError[] {
    return this.found.filter((error) => this.prefix.every((part, i) => error.path[i] === part));
  }

  get any(): boolean {
    return this.list().length > 0;
  }

  /** Throws one refusal that holds every problem found so far. */
  stop(): void {
    const errors = this.list();
    if (errors.length > 0) throw refusalOf(errors);
  }
}

/** One refusal for several problems: their common code, or BAD_USER_INPUT when they differ. */
export function refusalOf(errors: FieldError[]): Refusal {
  const codes = new Set(errors.map((error) => error.code));
  const [only] = codes.size === 1 ? codes : [];
  const message = errors.map((error) => error.message).join(' ');
  return new Refusal(only ?? 'BAD_USER_INPUT', message, errors);
}
