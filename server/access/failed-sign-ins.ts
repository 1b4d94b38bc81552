import type { EntityManager } from '@mikro-orm/core';
import { ActorKind, AuditAction, type AuditEntry } from '../audit/audit-entry.entity.ts';
import { entryBy } from '../audit/entry-by.ts';
import type { Clock } from '../clock.ts';
import { inTransaction } from '../database/transaction.ts';
import type { Log } from '../log.ts';
import { usernamePattern } from './credentials-rules.ts';
import type { User } from './user.entity.ts';

/**
 * The least time between two history entries of one user, and the delay before entries are written. They are written
 * after the answer, so that the time of an answer does not show that there is such a user.
 */
const intervals = { entryMs: 60_000, flushMs: 250 };

/** The maximum number of users whose failures wait to be written; failures of further users are only logged. */
const maxPending = 1000;

/** The maximum number of characters of a name in the log. */
const maxShownName = 64;

/** A sign-in with a wrong password. */
export interface Failure {
  username: string;
  /** Undefined if no user has this name. */
  user: User | undefined;
  address: string;
  requestId: string;
}

interface Pending extends Failure {
  user: User;
  count: number;
}

/** Records wrong passwords: each in the log, and those of a user in the history, with at most one entry a minute. */
export class FailedSignIns {
  private readonly pending = new Map<string, Pending>();
  /** The times of the users' last entries. */
  private readonly writtenAt = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;
  private writing = Promise.resolve();
  private isClosed = false;

  constructor(private readonly parts: { em: () => EntityManager; clock: Clock; log: Log }) {}

  note(failure: Failure): void {
    const { user, username, address, requestId } = failure;
    const name = shownName(username);
    this.parts.log.warn({ requestId, address, ...(name ? { username: name } : {}) }, 'a wrong password');
    if (!user || (!this.pending.has(user.id) && this.pending.size >= maxPending)) return;
    const count = (this.pending.get(user.id)?.count ?? 0) + 1;
    this.pending.set(user.id, { ...failure, user, count });
    this.scheduleFlush();
  }

  /** Writes the pending entries, and waits for those that are being written. */
  async close(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.isClosed = true;
    await this.writing;
    await this.write([...this.pending.values()]);
  }

  private scheduleFlush(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      const due = [...this.pending.values()].filter(({ user }) => this.isDue(user));
      this.writing = this.write(due).then(() => {
        if (this.pending.size > 0 && !this.isClosed) this.scheduleFlush();
      });
    }, intervals.flushMs).unref();
  }

  /** True if the user's last entry is at least a minute old, or lies in the future because the clock was set back. */
  private isDue({ id }: User): boolean {
    const passedMs = this.parts.clock().getTime() - (this.writtenAt.get(id) ?? 0);
    return passedMs < 0 || passedMs >= intervals.entryMs;
  }

  private async write(pending: Pending[]): Promise<void> {
    if (pending.length === 0) return;
    this.removeOld();
    for (const { user } of pending) {
      this.pending.delete(user.id);
      this.writtenAt.set(user.id, this.parts.clock().getTime());
    }
    const em = this.parts.em();
    try {
      await inTransaction(em, async () => void em.persist(pending.map(entryOf)));
    } catch (error) {
      this.parts.log.warn({ err: error }, 'wrong passwords could not be written to the history');
    }
  }

  private removeOld(): void {
    const now = this.parts.clock().getTime();
    for (const [id, at] of this.writtenAt) if (now - at >= intervals.entryMs) this.writtenAt.delete(id);
  }
}

/** The name for the log, shortened; undefined if it is no valid name: people type passwords into this field. */
const shownName = (username: string) =>
  usernamePattern.test(username) ? username.slice(0, maxShownName) : undefined;

/** The user itself did not change, so the entry has no version, only the number of failures and the last address. */
const entryOf = ({ user, count, address, requestId }: Pending): AuditEntry =>
  entryBy(
    { kind: ActorKind.NOBODY, id: null, name: 'nobody', requestId },
    {
      action: AuditAction.UPDATED,
      subjectType: 'User',
      subjectId: user.id,
      subjectName: user.username,
      changes: [
        { field: 'wrongPasswords', before: null, after: count },
        { field: 'wrongPasswords.lastAddress', before: null, after: address },
      ],
    },
  );
