import { answerAt } from '../metadata/data-sources.ts';
import type { GuestView } from '../metadata/guest-view.ts';
import { segmentsOf } from '../metadata/path.ts';
import { bodyOf, type Answer } from '../metadata/tree.ts';

/**
 * True where what a machine is told at a path comes of its user-data or its custom metadata, in whichever tree: without
 * them it would be told something else. The names in a listing are no contents.
 */
export function showsContents(view: GuestView, target: string): boolean {
  const segments = segmentsOf(target);
  const answer = segments && answerAt(view, segments, client);
  if (answer?.kind !== 'leaf') return false;
  const without = answerAt({ ...view, userData: new Uint8Array(), customMetadata: [] }, segments!, client);
  return without?.kind !== 'leaf' || !bytesOf(answer).equals(bytesOf(without));
}

/** Gets the same in both answers, where a machine is told random bytes. */
const client = { randomBytes: (size: number) => new Uint8Array(size) };

const bytesOf = (answer: Answer) => Buffer.from(bodyOf(answer) as string);
