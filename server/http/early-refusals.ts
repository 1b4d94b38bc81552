import type { Log } from '../log.ts';
import { newRequestId } from './request-id.ts';
import type { RefusalReason } from './request-metrics.ts';

/** A request or a connection that was refused before any handler saw it. */
export interface EarlyRefusal {
  reason: RefusalReason;
  /** The status of the answer; undefined if there was none. */
  status?: number | undefined;
  /** The other end of the connection. */
  address: string | undefined;
}

interface RefusalLimits {
  /** The maximum lines of the log in a window of time; further refusals are summed up in one line at its end. */
  maxLines: number;
  windowMs: number;
}

const usualLimits: RefusalLimits = { maxLines: 20, windowMs: 5000 };

/** Counts refusals, and logs each in its own line, like requests, while they are few. */
export class EarlyRefusals {
  private readonly unlogged = new Map<RefusalReason, number>();
  private lines = 0;
  private window: NodeJS.Timeout | undefined;

  constructor(
    private readonly log: Log,
    private readonly counts: Map<RefusalReason, number>,
    private readonly limits: RefusalLimits = usualLimits,
  ) {}

  note({ reason, status, address }: EarlyRefusal): void {
    this.counts.set(reason, (this.counts.get(reason) ?? 0) + 1);
    this.window ??= setTimeout(() => this.sumUp(), this.limits.windowMs).unref();
    this.lines += 1;
    if (this.lines > this.limits.maxLines) this.unlogged.set(reason, (this.unlogged.get(reason) ?? 0) + 1);
    else this.log.info({ requestId: newRequestId(), reason, status, address }, 'request refused');
  }

  /** Logs a summary of the refusals without a line of their own, and starts a new window. */
  sumUp(): void {
    clearTimeout(this.window);
    this.window = undefined;
    this.lines = 0;
    if (this.unlogged.size === 0) return;
    const reasons = Object.fromEntries(this.unlogged);
    const count = [...this.unlogged.values()].reduce((sum, one) => sum + one);
    this.unlogged.clear();
    this.log.warn({ reasons }, `requests refused: ${count} more in ${this.limits.windowMs / 1000} s`);
  }
}
