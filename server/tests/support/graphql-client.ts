/** Calls the GraphQL API over real HTTP, as the caller that the test names. */
import type { Tokens } from './tokens.ts';

export interface FieldProblem {
  path: string[];
  code: string;
  message: string;
  hint?: string;
}

export interface ApiError {
  message: string;
  locations?: { line: number; column: number }[];
  path?: string[];
  extensions: { code: string; requestId?: string; fieldErrors?: FieldProblem[] } & Record<string, unknown>;
}

export interface Answer<Data> {
  status: number;
  headers: Headers;
  data: Data;
  errors: ApiError[];
  /** The codes of the errors, in order. */
  codes: string[];
  /** Every field error as `path: code`, sorted. */
  problems: string[];
}

/** The caller: one of these tokens, the secret of another token, a cookie, or no credentials. */
export type Asker = keyof Tokens | 'nobody' | { token: string } | { cookie: string };

export interface AskOptions {
  as?: Asker;
  headers?: Record<string, string>;
}

// oxlint-disable-next-line typescript/no-explicit-any -- the query decides the shape of its data
export type Anything = any;

export abstract class GraphqlClient {
  abstract port: number;
  /** The secrets of the tests' tokens, assigned from a database that has them. */
  readonly tokens = {} as Tokens;

  get graphqlUrl(): string {
    return `http://127.0.0.1:${this.port}/graphql`;
  }

  private headersOf(as: Asker): Record<string, string> {
    if (as === 'nobody') return {};
    if (typeof as === 'object' && 'cookie' in as)
      return { cookie: as.cookie, origin: new URL(this.graphqlUrl).origin };
    return { authorization: `Bearer ${typeof as === 'string' ? this.tokens[as] : as.token}` };
  }

  /** Sends an operation and returns the whole response. */
  async graphql<Data = Anything>(
    query: string,
    variables: object = {},
    { as = 'operator', headers = {} }: AskOptions = {},
  ): Promise<Answer<Data>> {
    const response = await fetch(this.graphqlUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...this.headersOf(as), ...headers },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors = [] } = (await response.json()) as { data: Data; errors?: ApiError[] };
    const problems = errors.flatMap((error) => error.extensions.fieldErrors ?? []);
    return {
      status: response.status,
      headers: response.headers,
      data,
      errors,
      codes: errors.map((error) => error.extensions.code),
      problems: problems.map(({ path, code }) => `${path.join('.')}: ${code}`).sort(),
    };
  }

  /** Sends an operation that must not fail, and returns its data. @throws Error with its errors otherwise */
  async data<Data = Anything>(query: string, variables?: object, options?: AskOptions): Promise<Data> {
    const answer = await this.graphql<Data>(query, variables, options);
    if (answer.errors.length > 0) throw new Error(JSON.stringify(answer.errors, null, 2));
    return answer.data;
  }
}
