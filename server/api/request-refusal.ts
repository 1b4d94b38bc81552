import { Refusal, type ErrorCode } from '../errors.ts';

/** A request that is refused before GraphQL reads it, with a status of its own. */
export class RequestRefusal extends Refusal {
  readonly retryAfterSeconds: number | undefined;

  constructor(
    readonly status: number,
    message: string,
    { code = 'BAD_USER_INPUT', retryAfterSeconds }: { code?: ErrorCode; retryAfterSeconds?: number } = {},
  ) {
    super(code, message);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
