import type { EntityManager } from '@mikro-orm/core';
import { connectionOf, findPage, type Page, type PageArgs } from '../graphql/page.ts';
import { UserDataRevision } from './user-data-revision.entity.ts';

export const RevisionConnection = connectionOf(UserDataRevision, 'a revision');

/** The revisions of a document, the latest first. */
export const revisionsOf = (
  em: EntityManager,
  userData: string,
  args: PageArgs,
): Promise<Page<UserDataRevision>> =>
  findPage(em, UserDataRevision, {
    list: `revisions of ${userData}`,
    args,
    where: { userData },
    order: { id: 'desc' },
  });
