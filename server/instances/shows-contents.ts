import { answerAt } from '../metadata/data-sources.ts';
import type { GuestView } from '../metadata/guest-view.ts';
import { segmentsOf } from '../metadata/path.ts';
import { bodyOf, type Answer } from '../metadata/tree.ts';

/**
 * True if the answer to a machine at a path comes from its user-data or its custom metadata, in any data source:
 * without them the answer would be different. The names in a listing are not contents.
 */
export function showsContents(view: GuestView, target: string): boolean {
  const segments = segmentsOf(target);
  const answer = segments && answerAt(view, segments, client);
  if (answer?.kind !== 'leaf') return false;
  const without = answerAt({ ...view, userData: new Uint8Array(), customMetadata: [] }, segments!, client);
  return without?.kind !== 'leaf' || !bytesOf(answer).equals(bytesOf(without));
}

/** Gets zeros instead of random bytes, so that they are the same in both answers. */
const client = { randomBytes: (size: number) => new Uint8Array(size) };

const bytesOf = (answer: Answer) => Buffer.from(bodyOf(answer) as string);
