import { RateLimited } from '../errors.ts';
import { inFlight, sizeInWords } from './request-limits.ts';
import { RequestRefusal } from './request-refusal.ts';

/** The time after which a refused body may be sent again, in seconds. */
const retryAfterSeconds = 1;

/** Limits the memory of all request bodies that are being read or processed. */
export class BodyBudget {
  private bytes = 0;
  private smallBytes = 0;
  /** The number of large bodies, by actor. */
  private readonly large = new Map<string, number>();

  constructor(private readonly maxBytes: number) {}

  /** Opens the share of a new body of an actor, given by its key. */
  open(actor: string): BodyShare {
    return new BodyShare(this, actor);
  }

  /** @throws SERVICE_UNAVAILABLE where all bodies together are too large */
  take(bytes: number, { isLarge }: { isLarge: boolean }): void {
    const isInReserve = !isLarge && this.smallBytes + bytes <= inFlight.reservedBytes;
    if (this.bytes + bytes > this.maxBytes && !isInReserve)
      throw new RequestRefusal(
        503,
        `The server works on request bodies of ${sizeInWords(this.maxBytes)} already, and on no more at a time. Nothing was changed: try again in ${retryAfterSeconds} second.`,
        { code: 'SERVICE_UNAVAILABLE', retryAfterSeconds },
      );
    this.bytes += bytes;
    if (!isLarge) this.smallBytes += bytes;
  }

  giveBack(bytes: number, { isLarge }: { isLarge: boolean }): void {
    this.bytes -= bytes;
    if (!isLarge) this.smallBytes -= bytes;
  }

  /** Counts a body as a large one from now on. @throws RATE_LIMITED where the actor has the maximum already */
  takeLarge(actor: string, bytesSoFar: number): void {
    const count = this.large.get(actor) ?? 0;
    const { maxLargeOfOneActor, largeBytes } = inFlight;
    if (count >= maxLargeOfOneActor)
      throw new RateLimited(
        `Of one user or token, the server works on ${maxLargeOfOneActor} request bodies over ${sizeInWords(largeBytes)} at a time. Nothing was changed.`,
        retryAfterSeconds,
      );
    this.large.set(actor, count + 1);
    this.smallBytes -= bytesSoFar;
  }

  giveBackLarge(actor: string): void {
    const count = this.large.get(actor) ?? 0;
    if (count <= 1) this.large.delete(actor);
    else this.large.set(actor, count - 1);
  }
}

/** The part of the budget that one body uses. */
export class BodyShare {
  isLarge = false;
  private bytes = 0;

  constructor(
    private readonly budget: BodyBudget,
    private readonly actor: string,
  ) {}

  /** Announces the length of the whole body. @throws RATE_LIMITED */
  announce(bytes: number): void {
    if (bytes <= inFlight.largeBytes || this.isLarge) return;
    this.budget.takeLarge(this.actor, this.bytes);
    this.isLarge = true;
  }

  /** Counts more bytes of the body. @throws RATE_LIMITED, SERVICE_UNAVAILABLE */
  take(bytes: number): void {
    this.announce(this.bytes + bytes);
    this.budget.take(bytes, this);
    this.bytes += bytes;
  }

  /** Returns all bytes to the budget, once. */
  close(): void {
    this.budget.giveBack(this.bytes, this);
    if (this.isLarge) this.budget.giveBackLarge(this.actor);
    this.bytes = 0;
    this.isLarge = false;
  }
}
