import type { EntityManager } from '@mikro-orm/core';
import {
  idsIn,
  numbersOfRows,
  plainRows,
  type EntityClass,
  type Properties,
} from '../database/plain-rows.ts';
import { UserDataRevision } from '../user-data/user-data-revision.entity.ts';
import { without, type ArchivedDocument, type RecordedRevision } from './archived-document.ts';
import type { ArchivedKind } from './archived-kind.ts';
import type { MissingPart } from './missing-part.ts';
import { sharedRecords } from './shared-records.ts';

/** The way in which named records are archived. */
export interface NamedArchive {
  kind: ArchivedKind;
  entity: EntityClass;
  /** The table and the column that refer to one. */
  usedIn: { entity: EntityClass; by: string };
  /** True if they have revisions. */
  hasRevisions?: boolean;
  /** Says what the records that used one do not get back by restoring it; undefined: nothing is missing. */
  notRestored?(usedBy: number, restored: object): MissingPart | undefined;
}

/** Makes the documents of named records. */
export async function namedDocuments(
  em: EntityManager,
  { kind, entity, usedIn, hasRevisions }: NamedArchive,
  ids: string[],
): Promise<ArchivedDocument[]> {
  const rows = await plainRows(em, { entity, by: 'id', values: ids });
  const users = await numbersOfRows(em, { ...usedIn, values: ids });
  const revisions = hasRevisions ? await revisionsOf(em, ids) : undefined;
  const vpcs = await sharedRecords(em, idsIn(rows, 'vpc'));
  return rows.map((row) => ({
    apiVersion: 'cloudmeta/v1',
    kind,
    metadata: { name: String(row.name) },
    spec: { ...specOf(row), ...(row.vpc ? { vpc: vpcs.get(String(row.vpc))?.name } : {}) },
    status: {
      identity: identityOf(row),
      usedBy: users.get(String(row.id)) ?? 0,
      ...(revisions ? { revisions: revisions.get(String(row.id)) ?? [] } : {}),
    },
  }));
}

const identityOf = ({ id, version, createdAt, vpc }: Properties) =>
  ({ id, version, createdAt, ...(vpc ? { vpc } : {}) }) as ArchivedDocument['status']['identity'];

/** The values of a record in a document; a content becomes one value with its hash, size and kind. */
const specOf = ({ sha256, size, kind, ...row }: Properties): Properties => ({
  ...without(row, 'id', 'version', 'createdAt', 'updatedAt', 'name'),
  ...(sha256 === undefined ? {} : { content: { sha256, size, kind } }),
});

/** Reads the revisions of documents, the latest first. */
export async function revisionsOf(
  em: EntityManager,
  ids: string[],
): Promise<Map<string, RecordedRevision[]>> {
  const rows = await plainRows(em, { entity: UserDataRevision, by: 'user_data_id', values: ids });
  const byDocument = Map.groupBy(rows, ({ userData }) => String(userData));
  return new Map(
    [...byDocument].map(([id, of]) => [
      id,
      of
        .map((row) => without(row, 'id', 'userData') as unknown as RecordedRevision)
        .toSorted((a, b) => b.number - a.number),
    ]),
  );
}
