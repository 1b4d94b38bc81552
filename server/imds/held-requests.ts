import type { IncomingMessage, ServerResponse } from 'node:http';
import { Unavailable } from '../errors.ts';
import { empty } from '../guests/guest-answer.ts';
import type { Reply } from './metadata-reply.ts';
import { HeldSlots } from './held-slots.ts';
import { usualWaiting, type WaitingLimits, type WayToWait } from './waiting-policy.ts';

/** The ends of requests whose machine could not be looked up at once. */
const endings = [
  /** Its machine was looked up in the end. */
  'answered',
  /** It got an answer that needs no database. */
  'without_database',
  /** The client went away. */
  'gone',
  /** It was answered with 503 and Retry-After, after some seconds. */
  'timed_out',
  /** It got as many interim responses as its client accepts, and its connection was closed. */
  'cut_off',
  /** Too many were held already. */
  'no_room',
  /** The server stopped. */
  'stopped',
] as const;

type Ending = (typeof endings)[number];

/** A request, and the look-up of its machine. */
export interface PendingRequest<Found> {
  request: IncomingMessage;
  response: ServerResponse;
  /** The address or another name of the caller; the number of requests held for it is limited. */
  address: string;
  /** Looks its machine up, anew at each call. */
  find(): Promise<Found>;
  /** Returns what is done while the look-up is not possible: an answer that needs no database, or a way to wait. */
  whileAway(): Reply | WayToWait;
}

/** The result of a look-up, or the reply instead of it; undefined if there is no client to answer any more. */
export type Outcome<Found> = { found: Found } | { reply: Reply } | undefined;

interface Entry<Found> extends PendingRequest<Found> {
  began: number;
  way: WayToWait;
  isLooking: boolean;
  isReported: boolean;
  /** True while it waits for its slow look-up without being held. */
  isSlow: boolean;
  continues: number;
  /** The time at which the next interim response is due. */
  continueAt: number;
  resolve(outcome: Outcome<Found>): void;
}

const retryReply: Reply = { answer: empty(503), retryAfterSeconds: 1 };

/**
 * Holds requests that wait for the database. One timer serves all of them. While any are held, one of them retries its
 * look-up at each tick, and as soon as one succeeds all others retry theirs together.
 */
export class HeldRequests<Found> {
  readonly endings = new Map<Ending, number>(endings.map((ending) => [ending, 0]));
  private readonly limits: WaitingLimits;
  /** Requests whose look-up has not taken long yet, oldest first. */
  private readonly recent = new Set<Entry<Found>>();
  private readonly held = new Set<Entry<Found>>();
  private readonly slots: HeldSlots;
  private readonly slowSlots: HeldSlots;
  private timer: NodeJS.Timeout | undefined;
  private isProbing = false;
  private isStopping = false;

  /** `report` is called with errors other than an unavailable database, once a request. */
  constructor(
    private readonly report: (error: unknown, request: IncomingMessage) => void,
    limits: Partial<WaitingLimits> = {},
  ) {
    this.limits = { ...usualWaiting, ...limits };
    this.slots = new HeldSlots(this.limits.held);
    this.slowSlots = new HeldSlots(this.limits.slow);
  }

  get count(): number {
    return this.held.size;
  }

  /** Looks a machine up, and waits for the database if necessary. */
  find(pending: PendingRequest<Found>): Promise<Outcome<Found>> {
    return new Promise((resolve) => {
      const began = performance.now();
      const continueAt = began + this.limits.continueEveryMs;
      const state = {
        way: 'briefly',
        isLooking: false,
        isReported: false,
        isSlow: false,
        continues: 0,
      } as const;
      const entry: Entry<Found> = { ...pending, ...state, began, continueAt, resolve };
      this.recent.add(entry);
      if (pending.response.destroyed) return this.end(entry, 'gone');
      pending.response.once('close', () => this.end(entry, 'gone'));
      void this.look(entry);
      this.timer ??= setInterval(() => this.turn(), this.limits.tickMs).unref();
    });
  }

  /** Ends all held requests at shutdown. cloud-init retries after a broken connection, but not after a 503. */
  stop(): void {
    this.isStopping = true;
    for (const entry of this.held) this.refuse(entry, 'stopped');
  }

  private turn(): void {
    const now = performance.now();
    for (const entry of this.recent) {
      if (now - entry.began < this.limits.slowAfterMs) break;
      this.hold(entry, 'slow');
    }
    for (const entry of this.held) this.keepWaiting(entry, now);
    void this.probe();
    if (this.recent.size + this.held.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private keepWaiting(entry: Entry<Found>, now: number): void {
    const { continueEveryMs, maxContinues, refuseAfterMs } = this.limits;
    if (entry.way === 'briefly') {
      if (now - entry.began >= refuseAfterMs) this.refuse(entry, 'timed_out');
    } else if (now >= entry.continueAt) {
      if (entry.continues >= maxContinues) return this.refuse(entry, 'cut_off');
      entry.continues += 1;
      entry.continueAt = now + continueEveryMs;
      if (!entry.response.headersSent) entry.response.writeContinue(); // it throws after the headers
    }
  }

  /** Checks the database by retrying one look-up; in rotation, since one may fail for a reason of its own. */
  private async probe(): Promise<void> {
    if (this.isProbing) return;
    const entry = [...this.held].find(({ isLooking }) => !isLooking);
    if (entry === undefined) return;
    this.held.delete(entry);
    this.held.add(entry);
    this.isProbing = true;
    const isAnswered = await this.look(entry);
    this.isProbing = false;
    if (isAnswered) for (const other of this.held) if (!other.isLooking) void this.look(other);
  }

  /** Resolves with true if the look-up succeeded. */
  private async look(entry: Entry<Found>): Promise<boolean> {
    entry.isLooking = true;
    try {
      const found = await entry.find();
      this.end(entry, 'answered', { found });
      return true;
    } catch (error) {
      if (!(error instanceof Unavailable) && !entry.isReported) this.report(error, entry.request);
      entry.isReported ||= !(error instanceof Unavailable);
      this.hold(entry, 'away');
      return false;
    } finally {
      entry.isLooking = false;
    }
  }

  private hold(entry: Entry<Found>, why: 'away' | 'slow'): void {
    if (!this.recent.has(entry)) return;
    const answer = entry.whileAway();
    if (typeof answer === 'object') return this.end(entry, 'without_database', { reply: answer });
    entry.way = answer;
    if (this.isStopping) return this.refuse(entry, 'stopped');
    if (!this.slots.take(entry.address)) {
      if (why === 'away' || !this.mayBeSlow(entry)) this.refuse(entry, 'no_room');
      return;
    }
    this.leaveRecent(entry);
    this.held.add(entry);
  }

  /** A look-up that is only slow may still be answered; a client that has half-closed its connection may be gone. */
  private mayBeSlow(entry: Entry<Found>): boolean {
    if (entry.request.socket.readableEnded) return false;
    entry.isSlow ||= this.slowSlots.take(entry.address);
    return entry.isSlow;
  }

  private leaveRecent(entry: Entry<Found>): boolean {
    if (entry.isSlow) this.slowSlots.giveBack(entry.address);
    entry.isSlow = false;
    return this.recent.delete(entry);
  }

  /** Ends a request without its answer, in the way that its client handles best. */
  private refuse(entry: Entry<Found>, ending: Ending): void {
    this.end(entry, ending, entry.way === 'briefly' ? { reply: retryReply } : undefined);
    if (entry.way === 'with-continues') entry.request.socket.destroy();
  }

  private end(entry: Entry<Found>, ending: Ending, outcome?: Outcome<Found>): void {
    const wasHeld = this.held.delete(entry);
    if (!this.leaveRecent(entry) && !wasHeld) return;
    if (wasHeld) this.slots.giveBack(entry.address);
    const isQuick = !wasHeld && (ending === 'answered' || ending === 'gone');
    if (!isQuick) this.endings.set(ending, (this.endings.get(ending) ?? 0) + 1);
    entry.resolve(outcome);
  }
}
