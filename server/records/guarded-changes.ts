import { isDeepStrictEqual } from 'node:util';
import { ReferenceKind, type EntityManager } from '@mikro-orm/core';
import type { Context } from '../graphql/context.ts';
import { findGuarded, mayAssignRoles, assignForbidden } from '../instances/role-guard.ts';
import type { Named, NamedKind, NamedRecord } from './named-kind.ts';
import type { WriteRequest } from './writable-kind.ts';

interface Change<Entity> {
  record: Entity;
  fields: string[];
  problems: WriteRequest<Entity, object>['problems'];
}

/**
 * Refuses changes of records that a machine with a role has, at their fields, unless the actor may assign roles. A
 * field that keeps its value may be sent.
 */
export async function refuseGuardedChanges<Entity extends NamedRecord, Changes extends object>(
  kind: NamedKind<Entity, Changes>,
  planned: { request: WriteRequest<Entity, Named<Changes>>; change: (record: Entity) => void }[],
  { em, actor }: Pick<Context, 'em' | 'actor'>,
): Promise<void> {
  const { guardedFields, machinesWith } = kind;
  if (!guardedFields || !machinesWith || mayAssignRoles(actor)) return;
  const changes = planned.flatMap(({ request: { input, record, problems }, change }): Change<Entity>[] => {
    if (!record || problems.any) return [];
    const changed = changedBy(em, record, (one) => {
      change(one);
      if (input.name) one.name = input.name;
    });
    const isChanged = (field: string) => guardedFields[field]!.some((property) => changed.has(property));
    const fields = Object.keys(guardedFields).filter(
      (field) => input[field as keyof Changes] !== undefined && isChanged(field),
    );
    return fields.length > 0 ? [{ record, fields, problems }] : [];
  });
  const guarded = await findGuarded(
    em,
    machinesWith,
    changes.map(({ record }) => record),
  );
  for (const { record, fields, problems } of changes)
    for (const field of guarded.has(record) ? fields : [])
      problems.add(
        field,
        assignForbidden(
          `${guarded.get(record)} has a role and uses ${record.title}: whoever changes that decides who has the credentials of the role.`,
        ),
      );
}

/** Returns the properties of a record that a change would alter. The record is left as it was. */
function changedBy<Entity extends object>(
  em: EntityManager,
  record: Entity,
  change: (record: Entity) => void,
): Set<string> {
  const kinds = [ReferenceKind.SCALAR, ReferenceKind.MANY_TO_ONE];
  const { props } = em.getMetadata().get(record.constructor as never);
  const stored = props.filter(
    ({ kind, persist, primary }) => kinds.includes(kind) && persist !== false && !primary,
  );
  const before = new Map(stored.map(({ name }) => [name as string, Reflect.get(record, name)]));
  change(record);
  const changed = [...before.keys()].filter((name) => !isSame(before.get(name), Reflect.get(record, name)));
  for (const name of changed) Reflect.set(record, name, before.get(name));
  return new Set(changed);
}

/** True if a property is unchanged: lists, bytes and dates are compared by content, records by identity. */
function isSame(before: unknown, after: unknown): boolean {
  const isValue = Array.isArray(before) || before instanceof Uint8Array || before instanceof Date;
  return isValue ? isDeepStrictEqual(before, after) : before === after;
}
