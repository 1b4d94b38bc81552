import type { GuestView } from '../metadata/guest-view.ts';
import { plainTarget } from '../metadata/path.ts';
import { minStoredBytes } from './content-store.ts';
import { charge, newBucket } from './rate-limiter.ts';
import { answerFor, metaDataAnswers, type GuestAnswer } from './guest-answer.ts';
import { RememberedAnswers } from './remembered-answers.ts';
import { secondsUntil, type SessionTokens } from './session-token.ts';
import { sharedText } from './shared-values.ts';

/** The facts that a cached machine is made of. */
export interface GuestFacts {
  /** The id of its record. */
  id: string;
  view: GuestView;
  /** The records that the view is made of. */
  records: readonly string[];
  /** The end of the view's validity, in milliseconds since the epoch: the next notice begins to show then. */
  endsAt: number;
  /** The size of the view in memory, without the contents that machines share. */
  bytes?: number;
}

/** A machine that is kept in memory: its view, and its earlier answers, ready to be sent again. */
export class CachedGuest {
  readonly id: string;
  readonly view: GuestView;
  readonly records: readonly string[];
  readonly endsAt: number;
  /** The launch time of the machine, as an HTTP date. */
  readonly launchedAt: string;
  /** The names under which it was found. */
  readonly names: string[] = [];
  /** True if it was found in the cache since the cache last made room. */
  isInUse = true;
  readonly bucket = newBucket();
  /** The size of the view in memory, without `contents`. */
  readonly bytes: number;
  /** The contents of the view that other machines may have, too. */
  readonly contents: readonly Uint8Array[];
  private readonly answers = new RememberedAnswers();
  private token: { text: string; endsAt: number } | undefined;

  constructor({ id, view, records, endsAt, bytes = 0 }: GuestFacts) {
    this.id = id;
    this.view = view;
    this.records = records;
    this.endsAt = endsAt;
    this.bytes = bytes;
    this.contents = contentsOf(view);
    this.launchedAt = sharedText(view.launchedAt.toUTCString());
  }

  /** Answers a request target to a client with this `userAgent`, and charges a long answer to the machine's bucket. */
  respond(target: string, userAgent?: string): GuestAnswer {
    const answer = this.answers.find(target) ?? this.respondToPlain(plainTarget(target), userAgent);
    charge(this.bucket, answer.length);
    return answer;
  }

  /** Returns the whole seconds for which a session token of this machine is still valid; undefined if it is not. */
  secondsLeft(token: string, tokens: SessionTokens, now: Date): number | undefined {
    if (this.token?.text === token) return secondsUntil(this.token.endsAt, now);
    const left = tokens.secondsLeft(token, this.view.instanceId, now);
    if (left !== undefined) this.token = { text: token, endsAt: Math.floor(now.getTime() / 1000) + left };
    return left;
  }

  /** Issues a session token that is valid for `ttlSeconds` seconds. */
  issueToken(tokens: SessionTokens, ttlSeconds: number, now: Date): string {
    const text = tokens.issue(this.view.instanceId, ttlSeconds, now);
    this.token = { text, endsAt: Math.floor(now.getTime() / 1000) + ttlSeconds };
    return text;
  }

  /** Remembers one answer for all spellings and queries of a target. */
  private respondToPlain(target: string, userAgent: string | undefined): GuestAnswer {
    return this.answers.find(target) ?? this.makeAnswer(target, userAgent);
  }

  private makeAnswer(target: string, userAgent: string | undefined): GuestAnswer {
    const [, version] = wholeDirectory.exec(target) ?? [];
    const answer = answerFor(this.view, target, userAgent);
    if (answer.status === 200 && !answer.isForThisClient) this.remember(target, answer);
    if (answer.status === 200 && version !== undefined && this.answers.hasRoom)
      for (const [next, known] of metaDataAnswers(this.view, version)) this.remember(next, known);
    return answer;
  }

  private remember(target: string, answer: GuestAnswer): void {
    const isOfView = this.contents.some((content) => content === answer.body);
    this.answers.keep(target, answer, { isOfView });
  }
}

/** A client that lists this directory then reads everything in it: cloud-init does, and every tool that shows all. */
const wholeDirectory = /^\/([^/]+)\/meta-data\/$/;

const contentsOf = ({ userData, customMetadata }: GuestView): Uint8Array[] =>
  [userData, ...customMetadata.map(({ value }) => value)].filter(
    (content) => content !== undefined && content.length >= minStoredBytes,
  ) as Uint8Array[];
