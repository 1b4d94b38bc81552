import type { CachedGuest } from '../guests/cached-guest.ts';
import { newBucket } from './rate-limiter.ts';
import { secondsUntil, type SessionTokens } from './session-token.ts';

/** The allowance of requests of one machine in memory, and its last session token. */
export class GuestSession {
  readonly bucket = newBucket();
  private token: { text: string; endsAt: number } | undefined;

  constructor(
    private readonly instanceId: string,
    private readonly tokens: SessionTokens,
  ) {}

  /** Returns the whole seconds for which a session token of this machine is still valid; undefined if it is not. */
  secondsLeft(token: string, now: Date): number | undefined {
    if (this.token?.text === token) return secondsUntil(this.token.endsAt, now);
    const left = this.tokens.secondsLeft(token, this.instanceId, now);
    if (left !== undefined) this.token = { text: token, endsAt: Math.floor(now.getTime() / 1000) + left };
    return left;
  }

  /** Issues a session token that is valid for `ttlSeconds` seconds. */
  issueToken(ttlSeconds: number, now: Date): string {
    const text = this.tokens.issue(this.instanceId, ttlSeconds, now);
    this.token = { text, endsAt: Math.floor(now.getTime() / 1000) + ttlSeconds };
    return text;
  }
}

/** The sessions of the machines in memory. A session ends when its machine leaves the memory. */
export class GuestSessions {
  private readonly sessions = new WeakMap<CachedGuest, GuestSession>();

  constructor(private readonly tokens: SessionTokens) {}

  of(guest: CachedGuest): GuestSession {
    const known = this.sessions.get(guest);
    if (known) return known;
    const session = new GuestSession(guest.view.instanceId, this.tokens);
    this.sessions.set(guest, session);
    return session;
  }
}
