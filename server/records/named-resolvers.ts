import type { PermissionScope } from '../access/permission.ts';
import { deletingResolver } from './deleting-resolver.ts';
import type { NamedKind, NamedRecord } from './named-kind.ts';
import { operationTypesOf } from './operation-types.ts';
import { readingResolver } from './reading-resolver.ts';
import { restoreNamed } from './restore-named.ts';
import { restoringResolver } from './restoring-resolver.ts';
import { writableNamed } from './write-named.ts';
import { writingResolver } from './writing-resolver.ts';

/** The queries and mutations that every kind of named record has. */
export function namedResolvers<Entity extends NamedRecord, Changes extends object>(
  kind: NamedKind<Entity, Changes>,
  scope: PermissionScope,
) {
  const operationTypes = operationTypesOf(kind, scope);
  const { of, property, words, archived } = kind;
  const { write } = operationTypes;
  return [
    readingResolver(kind, operationTypes),
    writingResolver(writableNamed(kind), { ...operationTypes, upserted: 'its name' }),
    deletingResolver(kind, operationTypes),
    ...(archived
      ? [
          restoringResolver({
            of,
            property,
            words,
            kind: archived.kind,
            write,
            restore: (input, context) => restoreNamed(kind, input, context),
          }),
        ]
      : []),
  ];
}
