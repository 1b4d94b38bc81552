import { availableParallelism } from 'node:os';
import { RateLimited } from '../errors.ts';

/** A hash takes 19 MiB and a core for some time: so many at once, and one core is left to others; so many may wait. */
const maxAtOnce = Math.max(1, Math.min(2, availableParallelism() - 1));
const maxWaiting = 16;

/** When whoever finds the queue full may try again, in seconds. */
const retryAfterSeconds = 1;

/** Who wants something hashed. */
export interface HashRequest {
  /** Of those with the same key one is hashed at a time. */
  key?: string;
  /** Where it comes from; requests of one link count against each other. */
  link?: string;
  /** How little it is trusted; below 0 goes first. When the queue is full, whoever is trusted least has to go. */
  distrust: number;
}

interface Waiting {
  request: HashRequest;
  start(): void;
  refuse(error: Error): void;
}

/** Everything that hashes a password, one after another. */
export class PasswordQueue {
  private readonly running = new Set<HashRequest>();
  private waiting: Waiting[] = [];

  constructor(private readonly atOnce = maxAtOnce) {}

  /** Does the work when its turn has come. @throws RATE_LIMITED where too many wait */
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

  /** @throws RATE_LIMITED where nobody who waits is trusted less */
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
