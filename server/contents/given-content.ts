import { hash } from 'node:crypto';
import type { ContentFacts } from '../database/record.ts';
import { kindOf } from '../user-data/user-data-kind.ts';

/** Bytes as a client gave them, with their facts. */
export interface GivenContent extends ContentFacts {
  bytes: Uint8Array;
}

/** A record that refers to a content by its hash. */
export interface ContentHolder extends ContentFacts {
  /** The new bytes, which the next flush stores. */
  given?: GivenContent | undefined;
}

export const givenContent = (bytes: Uint8Array): GivenContent => ({
  sha256: hash('sha256', bytes),
  size: bytes.length,
  kind: kindOf(bytes),
  bytes,
});

/** Returns the facts of a record's content. */
export const contentFacts = ({ sha256, size, kind }: ContentFacts): ContentFacts => ({ sha256, size, kind });

/** Sets the content of a record: new bytes, or a stored content. The content that it has already changes nothing. */
export function hold(holder: ContentHolder, content: ContentFacts | GivenContent): void {
  if (holder.sha256 === content.sha256) return;
  Object.assign(holder, contentFacts(content));
  if ('bytes' in content) holder.given = content;
}
