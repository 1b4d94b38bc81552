import type { GuestView } from '../metadata/guest-view.ts';
import { plainTarget } from '../metadata/path.ts';
import { smallestStored } from './content-store.ts';
import { charge, newBucket } from './rate-limiter.ts';
import { answerFor, metaDataAnswers, type GuestAnswer } from './guest-answer.ts';
import { RememberedAnswers } from './remembered-answers.ts';
import { secondsUntil, type SessionTokens } from './session-token.ts';
import { sharedText } from './shared-values.ts';

/** What somebody who keeps machines in memory has to know of one beside its view. */
export interface GuestFacts {
  /** The id of its record. */
  id: string;
  view: GuestView;
  /** The records that the view is made of. */
  records: readonly string[];
  /** When the view ends, in milliseconds: a notice begins to show that does not yet. */
  endsAt: number;
  /** Of the view in memory, without the contents that machines share. */
  bytes?: number;
}

/** A machine that is kept in memory: its view, and what it was told before, ready to be told again. */
export class CachedGuest {
  readonly id: string;
  readonly view: GuestView;
  readonly records: readonly string[];
  readonly endsAt: number;
  /** When the machine came to be, as HTTP writes it. */
  readonly launchedAt: string;
  /** Under what it was found. */
  readonly names: string[] = [];
  /** Whether somebody asked since this was last looked at. */
  isInUse = true;
  /** What it may ask for still. */
  readonly bucket = newBucket();
  /** Of the view in memory, without `contents`. */
  readonly bytes: number;
  /** The parts of the view that other machines may have, too. */
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

  /** Answers a request target to a client that calls itself by `userAgent`, and charges a long answer to the machine's account. */
  respond(target: string, userAgent?: string): GuestAnswer {
    const answer = this.answers.find(target) ?? this.respondToPlain(plainTarget(target), userAgent);
    charge(this.bucket, answer.length);
    return answer;
  }

  /** Whole seconds that a session token of this machine still holds; undefined when it is not good. */
  secondsLeft(token: string, tokens: SessionTokens, now: Date): number | undefined {
    if (this.token?.text === token) return secondsUntil(this.token.endsAt, now);
    const left = tokens.secondsLeft(token, this.view.instanceId, now);
    if (left !== undefined) this.token = { text: token, endsAt: Math.floor(now.getTime() / 1000) + left };
    return left;
  }

  /** A session token that holds for `ttl` seconds. */
  issueToken(tokens: SessionTokens, ttl: number, now: Date): string {
    const text = tokens.issue(this.view.instanceId, ttl, now);
    this.token = { text, endsAt: Math.floor(now.getTime() / 1000) + ttl };
    return text;
  }

  /** However a target is spelled, and whatever query it has, its answer is remembered once. */
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

/** Who lists this goes on with everything in it: cloud-init does, and every tool that shows all. */
const wholeDirectory = /^\/([^/]+)\/meta-data\/$/;

const contentsOf = ({ userData, customMetadata }: GuestView): Uint8Array[] =>
  [userData, ...customMetadata.map(({ value }) => value)].filter(
    (content) => content !== undefined && content.length >= smallestStored,
  ) as Uint8Array[];
