import type { FilterQuery } from '@mikro-orm/core';
import { may } from '../access/actor.ts';
import { describeHolders } from '../access/permission.ts';
import { forbidden } from '../errors.ts';
import type { Context } from '../graphql/context.ts';
import { connectionOf, findPage, type Page, type PageArgs } from '../graphql/page.ts';
import { AuditEntry } from './audit-entry.entity.ts';
import { readableEntries } from './readable-entries.ts';

export const HistoryConnection = connectionOf(AuditEntry, 'A change');

/** Returns the changes of one object, the latest first, if the caller may read objects of its type. */
export function historyOf(
  { em, actor, readPermissions }: Context,
  subjectId: string,
  args: PageArgs,
): Promise<Page<AuditEntry>> {
  if (!may(actor, 'audit:read'))
    throw forbidden(`history needs the permission audit:read: ${describeHolders('audit:read')}.`);
  return findPage(em, AuditEntry, {
    list: `history of ${subjectId}`,
    args,
    where: {
      $and: [{ subjectId }, readableEntries({ em, actor, readPermissions })],
    } as FilterQuery<AuditEntry>,
    order: { at: 'desc' },
  });
}
