import { raw, type FilterQuery } from '@mikro-orm/core';
import { ownObjects } from '../access/own-objects.ts';
import type { Context } from '../graphql/context.ts';
import type { AuditEntry } from './audit-entry.entity.ts';

type Reader = Pick<Context, 'em' | 'actor' | 'readPermissions'>;

/** Matches the entries about objects that the actor may read; of some types about their own objects alone. */
export function readableEntries({ em, actor, readPermissions }: Reader): FilterQuery<AuditEntry> {
  const types = readPermissions.typesFor(actor);
  const { actorId } = ownObjects(actor);
  if (actorId === undefined) return { subjectType: { $in: types } };
  const { own } = readPermissions;
  const tables = own.map((type) => em.getMetadata().getByClassName(type).tableName);
  const objects = [
    ...tables.map((table) => `select id from ${table} where actor_id = ?`),
    `select subject_id from audit_entry where action = 'CREATED' and actor_id = ?`, // it may be gone by now
  ];
  const ofActor = raw(
    objects.join(' union '),
    objects.map(() => actorId),
  );
  return {
    $or: [
      { subjectType: { $in: types.filter((type) => !own.includes(type)) } },
      { subjectType: { $in: types.filter((type) => own.includes(type)) }, subjectId: { $in: ofActor } },
    ],
  } as FilterQuery<AuditEntry>;
}
