import type { PermissionScope } from '../access/permission.ts';
import { deletingResolver } from './deleting-resolver.ts';
import type { NamedKind, NamedRecord } from './named-kind.ts';
import { readingResolver } from './reading-resolver.ts';
import { restoringResolver } from './restoring-resolver.ts';
import { operationTypesOf } from './operation-types.ts';
import { writingResolver } from './writing-resolver.ts';

/** The queries and mutations that every kind of named record has. */
export function namedResolvers<Entity extends NamedRecord, Changes extends object>(
  kind: NamedKind<Entity, Changes>,
  scope: PermissionScope,
) {
  const operationTypes = operationTypesOf(kind, scope);
  return [
    readingResolver(kind, operationTypes),
    writingResolver(kind, operationTypes),
    deletingResolver(kind, operationTypes),
    ...(kind.archivedAs ? [restoringResolver(kind, operationTypes)] : []),
  ];
}
