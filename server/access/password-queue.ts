import { availableParallelism } from 'node:os';
import { RateLimited } from '../errors.ts';

/** The limits of hashes that run at once and that wait: one takes 19 MiB and a core, and one core is left free. */
const maxAtOnce = Math.max(1, Math.min(2, availableParallelism() - 1));
const maxWaiting = 16;

/** The time until a request that found the queue full may be sent again, in seconds. */
const retryAfterSeconds = 1;

/** A request to hash a password. */
export interface HashRequest {
  /** Requests with the same key are hashed one at a time. */
  key?: string;
  /** The link of the client; requests of one link count against each other. */
  link?: string;
  /** Below 0 goes first. When the queue is full, the request with the highest value is refused. */
  distrust: number;
}

interface Waiting {
  request: HashRequest;
  start(): void;
  refuse(error: Error): void;
}

/** Runs the work that hashes passwords, at most `atOnce` at a time. */
export class PasswordQueue {
  private readonly running = new Set<HashRequest>();
  private waiting: Waiting[] = [];

  constructor(private readonly atOnce = maxAtOnce) {}

  /** Runs the work when its turn comes. @throws RATE_LIMITED if too many wait */
  async run<Result>(given: HashRequest, work: () => Promise<Result>): Promise<Result> {
    const request = { ...given };
    if (this.mayStart(request)) this.running.add(request);
    else await this.wait(request);
    try {
      return await work();
    } finally {
      this.running.delete(request);
      this.startNext();
    }
  }

  private wait(request: HashRequest): Promise<void> {
    const sameLink = this.waiting.filter((other) => other.request.link === request.link);
    if (request.distrust >= 0) request.distrust += sameLink.length;
    if (this.waiting.length >= maxWaiting) this.makeRoomFor(request);
    return new Promise((resolve, refuse) => this.waiting.push({ request, start: resolve, refuse }));
  }

  private mayStart({ key }: HashRequest): boolean {
    if (this.running.size >= this.atOnce) return false;
    return key === undefined || ![...this.running].some((other) => other.key === key);
  }

  private startNext(): void {
    const ready = this.waiting.filter(({ request }) => this.mayStart(request));
    const next = ready.find(({ request }) => request.distrust < 0) ?? ready[0];
    if (next === undefined) return;
    this.waiting = this.waiting.filter((other) => other !== next);
    this.running.add(next.request);
    next.start();
    this.startNext();
  }

  /** @throws RATE_LIMITED if no waiting request has a higher distrust */
  private makeRoomFor(request: HashRequest): void {
    const last = this.waiting.reduce((worst, other) =>
      other.request.distrust >= worst.request.distrust ? other : worst,
    );
    if (last.request.distrust <= request.distrust) throw this.tooMany();
    this.waiting = this.waiting.filter((other) => other !== last);
    last.refuse(this.tooMany());
  }

  private tooMany(): RateLimited {
    const checks = this.atOnce === 1 ? 'one password' : `${this.atOnce} passwords`;
    return new RateLimited(
      `The server checks ${checks} at once, and ${maxWaiting} more are waiting already.`,
      retryAfterSeconds,
    );
  }
}
