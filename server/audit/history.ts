import type { EntityManager } from '@mikro-orm/core';
import { connectionOf, findPage, type Page, type PageArgs } from '../graphql/page.ts';
import { AuditEntry } from './audit-entry.entity.ts';

export const HistoryConnection = connectionOf(AuditEntry, 'A change');

/** The changes of one object, the latest first. */
export const historyOf = (em: EntityManager, subjectId: string, args: PageArgs): Promise<Page<AuditEntry>> =>
  findPage(em, AuditEntry, {
    list: `history of ${subjectId}`,
    args,
    where: { subjectId },
    order: { at: 'desc' },
  });
