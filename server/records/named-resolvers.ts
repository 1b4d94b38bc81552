import { deletingResolver } from './deleting-resolver.ts';
import type { NamedKind, NamedRecord } from './named-kind.ts';
import { readingResolver } from './reading-resolver.ts';
import { restoringResolver } from './restoring-resolver.ts';
import { vocabularyOf, type Room } from './vocabulary.ts';
import { writingResolver } from './writing-resolver.ts';

/** The queries and mutations that every kind of named record has. */
export function namedResolvers<Entity extends NamedRecord, Changes extends object>(
  kind: NamedKind<Entity, Changes>,
  room: Room,
) {
  const vocabulary = vocabularyOf(kind, room);
  return [
    readingResolver(kind, vocabulary),
    writingResolver(kind, vocabulary),
    deletingResolver(kind, vocabulary),
    ...(kind.archivedAs ? [restoringResolver(kind, vocabulary)] : []),
  ];
}
