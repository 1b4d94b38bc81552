import { contentStore, minStoredBytes } from './content-store.ts';
import { GuestAnswer } from './guest-answer.ts';
import { sharedText } from './shared-values.ts';

/** The maxima of one machine: answers, bytes of request targets and short bodies, and characters of one target. */
const limits = { answers: 256, bytes: 64 * 1024, target: 256 };

/** A text of at least this many characters is kept as bytes: sending it as text takes several times as long. */
const minCharactersAsBytes = 16 * 1024;

/**
 * The whole documents of OpenStack and NoCloud, and the lists of them, some of which take long to make. There are few,
 * so each is remembered, regardless of the limits.
 */
const wholeDocument = /^\/(?:openstack\/[^/]+(?:\/[^/]+)?|nocloud\/[^/]+)\/?$/;

/** The type of OpenStack's JSON, which has new random numbers in every answer. */
const randomizedType = 'application/json';

/** An answer whose body is in the content store. */
interface StoredAnswer {
  readonly key: string;
  readonly contentType: string;
  readonly changedAt: Date | undefined;
}

/** The earlier answers to a machine, ready to be sent again, in bounded memory. */
export class RememberedAnswers {
  /** By request target; of a plain value, as nearly all of them are, only its text. */
  private readonly answers = new Map<string, string | GuestAnswer | StoredAnswer>();
  /** The number of answers, without whole documents, and their bytes. */
  private count = 0;
  private bytes = 0;

  /** True while more than whole documents can be remembered. */
  get hasRoom(): boolean {
    return this.count < limits.answers && this.bytes < limits.bytes;
  }

  find(target: string): GuestAnswer | undefined {
    const known = this.answers.get(target);
    if (known === undefined || known instanceof GuestAnswer) return known;
    return typeof known === 'string' ? plain(known) : fromStore(known);
  }

  /** Keeps an answer of status 200. A body that belongs to the view is not copied to the store, whatever its length. */
  keep(target: string, answer: GuestAnswer, { isOfView }: { isOfView: boolean }): void {
    const { contentType } = answer;
    const body = readyToSend(answer.body);
    const known = this.answers.get(target);
    if (typeof known === 'object' && 'key' in known) contentStore.put(body); // it was evicted
    if (known !== undefined || target.length > limits.target || contentType === randomizedType) return;
    const { length } = isOfView ? { length: 0 } : answer;
    const isLong = length >= minStoredBytes;
    const bytes = target.length + (isLong ? 0 : length);
    if (!wholeDocument.test(target)) {
      if (this.count >= limits.answers || this.bytes + bytes > limits.bytes) return;
      this.count += 1;
      this.bytes += bytes;
    }
    this.answers.set(sharedText(target), isLong ? stored(body, answer) : kept(answer));
  }
}

const readyToSend = (body: string | Uint8Array) =>
  typeof body === 'string' && body.length >= minCharactersAsBytes ? Buffer.from(body) : body;

/** Without the names of a directory, which only GraphQL shows. */
function kept({ body, contentType, changedAt }: GuestAnswer): string | GuestAnswer {
  const isPlain = typeof body === 'string' && contentType === 'text/plain' && changedAt === undefined;
  return isPlain ? sharedText(body) : new GuestAnswer(200, contentType, body, { changedAt });
}

const stored = (
  body: string | Uint8Array,
  { contentType, changedAt }: Omit<StoredAnswer, 'key'>,
): StoredAnswer => ({ key: contentStore.put(body), contentType, changedAt });

/** Returns undefined if the body was evicted: the answer has to be made anew. */
function fromStore({ key, contentType, changedAt }: StoredAnswer): GuestAnswer | undefined {
  const body = contentStore.find(key);
  return body === undefined ? undefined : new GuestAnswer(200, contentType, body, { changedAt });
}

const plain = (text: string) => new GuestAnswer(200, 'text/plain', text);
