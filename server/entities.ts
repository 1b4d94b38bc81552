import 'reflect-metadata';
import { AuditSubscriber } from './audit/audit.subscriber.ts';
import { CommitSubscriber, type CommitListener } from './audit/commit.subscriber.ts';
import { ContentSubscriber } from './contents/content.subscriber.ts';
import type { OrmParts } from './database/orm.ts';
import { apiOnlyTypes, kinds } from './kinds.ts';
import { RevisionSubscriber } from './user-data/revision.subscriber.ts';

const entities = [...new Set(kinds.flatMap(({ entity, parts = [] }) => [entity, ...parts]))];

/** All entities and subscribers; `listener` is notified of each commit. */
export const ormPartsFor = (listener?: CommitListener): OrmParts => ({
  entities: entities as OrmParts['entities'],
  subscribers: [
    new RevisionSubscriber(),
    new ContentSubscriber(),
    new AuditSubscriber(),
    new CommitSubscriber({ listener, apiOnlyTypes }),
  ],
});

/** The same for a command: running servers learn of its commits through the table of changes. */
export const ormParts = ormPartsFor();
