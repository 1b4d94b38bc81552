import { hash } from 'node:crypto';
import type { ContentFacts } from '../database/record.ts';
import { kindOf } from '../user-data/user-data-kind.ts';

/** Bytes as somebody gave them, with what is said of them. */
export interface GivenContent extends ContentFacts {
  bytes: Uint8Array;
}

/** A record that has a content, by its hash. */
export interface ContentHolder extends ContentFacts {
  /** The bytes, where they were given just now and are stored with the next flush. */
  given?: GivenContent | undefined;
}

export const givenContent = (bytes: Uint8Array): GivenContent => ({
  sha256: hash('sha256', bytes),
  size: bytes.length,
  kind: kindOf(bytes),
  bytes,
});

/** The facts of the content that a record has. */
export const contentFacts = ({ sha256, size, kind }: ContentFacts): ContentFacts => ({ sha256, size, kind });

/** Gives a record a content: a new one, or one that is kept already. The one that it has changes nothing. */
export function hold(holder: ContentHolder, content: ContentFacts | GivenContent): void {
  if (holder.sha256 === content.sha256) return;
  Object.assign(holder, contentFacts(content));
  if ('bytes' in content) holder.given = content;
}
