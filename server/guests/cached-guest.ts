import type { GuestView } from '../metadata/guest-view.ts';
import { plainTarget } from '../metadata/path.ts';
import { minStoredBytes } from './content-store.ts';
import { answerFor, metaDataAnswers, type GuestAnswer } from './guest-answer.ts';
import { RememberedAnswers } from './remembered-answers.ts';
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
  /** The size of the view in memory, without `contents`. */
  readonly bytes: number;
  /** The contents of the view that other machines may have, too. */
  readonly contents: readonly Uint8Array[];
  private readonly answers = new RememberedAnswers();

  constructor({ id, view, records, endsAt, bytes = 0 }: GuestFacts) {
    this.id = id;
    this.view = view;
    this.records = records;
    this.endsAt = endsAt;
    this.bytes = bytes;
    this.contents = contentsOf(view);
    this.launchedAt = sharedText(view.launchedAt.toUTCString());
  }

  /** Answers a request target to a client with this `userAgent`. */
  respond(target: string, userAgent?: string): GuestAnswer {
    return this.answers.find(target) ?? this.respondToPlain(plainTarget(target), userAgent);
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
