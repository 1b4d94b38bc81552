import type { EntityManager } from '@mikro-orm/core';
import { ActorKind, AuditAction, type AuditEntry } from '../audit/audit-entry.entity.ts';
import { entryBy } from '../audit/entry-by.ts';
import type { Clock } from '../clock.ts';
import { inTransaction } from '../database/transaction.ts';
import type { Log } from '../log.ts';
import { usernamePattern } from './credentials-rules.ts';
import type { User } from './user.entity.ts';

/**
 * Between two entries of one user in the history, and until they are looked at: the entry is written after the answer, so
 * that an answer does not take longer where there is such a user.
 */
const intervals = { entryMs: 60_000, flushMs: 250 };

/** Users whose failures wait to be written; further ones are in the log alone. */
const maxPending = 1000;

/** Characters of a name that the log shows. */
const maxShownName = 64;

/** A wrong password. */
export interface Failure {
  username: string;
  /** Undefined where nobody has this name. */
  user: User | undefined;
  address: string;
  requestId: string;
}

interface Pending extends Failure {
  user: User;
  count: number;
}

/** Writes down wrong passwords: each in the log, and those of a user in the history, at most one entry a minute. */
export class FailedSignIns {
  private readonly pending = new Map<string, Pending>();
  /** When the last entry of a user was written. */
  private readonly writtenAt = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;

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

  /** Writes what waits. */
  async close(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    await this.write([...this.pending.values()]);
  }

  private scheduleFlush(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      void this.write([...this.pending.values()].filter(({ user }) => this.isDue(user))).then(() => {
        if (this.pending.size > 0) this.scheduleFlush();
      });
    }, intervals.flushMs).unref();
  }

  /** Of a user whose last entry is younger than a minute the next one waits. A clock that was set back ends the wait. */
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

/** People type passwords where their name belongs: only what could be a name is shown, and not all of a long one. */
const shownName = (username: string) =>
  usernamePattern.test(username) ? username.slice(0, maxShownName) : undefined;

/** The user did not change, so the entry has no version and says only how often. */
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
