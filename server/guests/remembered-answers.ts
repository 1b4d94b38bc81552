import { contentStore, smallestStored } from './content-store.ts';
import { GuestAnswer } from './guest-answer.ts';
import { sharedText } from './shared-values.ts';

/** Of one machine; the bytes are those of request targets and short bodies. The target is the longest one, in characters. */
const limits = { answers: 256, bytes: 64 * 1024, target: 256 };

/** From this many characters on a text is kept as bytes: to send it as a text takes several times as long. */
const smallestBytes = 16 * 1024;

/**
 * The whole documents of OpenStack and NoCloud, and the lists of them, some of which take long to make. There are few, so
 * each is remembered, however much else a machine asks for.
 */
const wholeDocument = /^\/(?:openstack\/[^/]+(?:\/[^/]+)?|nocloud\/[^/]+)\/?$/;

/** OpenStack's JSON has random numbers in it, others every time. */
const random = 'application/json';

/** An answer whose body lies in the store. */
interface StoredAnswer {
  readonly key: string;
  readonly contentType: string;
  readonly changedAt: Date | undefined;
}

/** What a machine was told before, ready to be told again: whatever it asks for, in bounded memory. */
export class RememberedAnswers {
  /** By request target; of a plain value its text alone, as nearly all of them are. */
  private readonly answers = new Map<string, string | GuestAnswer | StoredAnswer>();
  /** Of them without whole documents: how many they are, and their bytes. */
  private count = 0;
  private bytes = 0;

  /** False once nothing but whole documents is remembered. */
  get hasRoom(): boolean {
    return this.count < limits.answers && this.bytes < limits.bytes;
  }

  find(target: string): GuestAnswer | undefined {
    const known = this.answers.get(target);
    if (known === undefined || known instanceof GuestAnswer) return known;
    return typeof known === 'string' ? plain(known) : fromStore(known);
  }

  /** Keeps an answer of status 200. A body that belongs to the view stays there, whatever its length. */
  keep(target: string, answer: GuestAnswer, { isOfView }: { isOfView: boolean }): void {
    const { contentType } = answer;
    const body = readyToSend(answer.body);
    const known = this.answers.get(target);
    if (typeof known === 'object' && 'key' in known) contentStore.put(body); // it was evicted
    if (known !== undefined || target.length > limits.target || contentType === random) return;
    const { length } = isOfView ? { length: 0 } : answer;
    const isLong = length >= smallestStored;
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
  typeof body === 'string' && body.length >= smallestBytes ? Buffer.from(body) : body;

/** Without the names of a directory, which only GraphQL shows. */
function kept({ body, contentType, changedAt }: GuestAnswer): string | GuestAnswer {
  const isPlain = typeof body === 'string' && contentType === 'text/plain' && changedAt === undefined;
  return isPlain ? sharedText(body) : new GuestAnswer(200, contentType, body, { changedAt });
}

const stored = (
  body: string | Uint8Array,
  { contentType, changedAt }: Omit<StoredAnswer, 'key'>,
): StoredAnswer => ({ key: contentStore.put(body), contentType, changedAt });

/** Undefined where the body was evicted: the answer has to be made again. */
function fromStore({ key, contentType, changedAt }: StoredAnswer): GuestAnswer | undefined {
  const body = contentStore.find(key);
  return body === undefined ? undefined : new GuestAnswer(200, contentType, body, { changedAt });
}

const plain = (text: string) => new GuestAnswer(200, 'text/plain', text);
