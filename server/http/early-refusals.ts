import type { Log } from '../log.ts';
import { newRequestId } from './request-id.ts';
import type { RefusalReason } from './request-metrics.ts';

/** A request or a connection that no handler sees. */
export interface EarlyRefusal {
  reason: RefusalReason;
  /** Of the answer; undefined where none is given. */
  status?: number | undefined;
  /** The other end of the connection. */
  address: string | undefined;
}

interface RefusalLimits {
  /** Lines of the log in so much time; what is beyond them is summed up in one at its end. */
  maxLines: number;
  windowMs: number;
}

const usualLimits: RefusalLimits = { maxLines: 20, windowMs: 5000 };

/** Counts refusals, and logs them, each in a line as requests have it while they are few. */
export class EarlyRefusals {
  private readonly unwritten = new Map<RefusalReason, number>();
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
    if (this.lines > this.limits.maxLines) this.unwritten.set(reason, (this.unwritten.get(reason) ?? 0) + 1);
    else this.log.info({ requestId: newRequestId(), reason, status, address }, 'request refused');
  }

  /** Logs what had no line of its own, and begins anew. */
  sumUp(): void {
    clearTimeout(this.window);
    this.window = undefined;
    this.lines = 0;
    if (this.unwritten.size === 0) return;
    const reasons = Object.fromEntries(this.unwritten);
    const count = [...this.unwritten.values()].reduce((sum, one) => sum + one);
    this.unwritten.clear();
    this.log.warn({ reasons }, `requests refused: ${count} more in ${this.limits.windowMs / 1000} s`);
  }
}
