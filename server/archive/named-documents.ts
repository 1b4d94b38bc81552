import type { EntityManager } from '@mikro-orm/core';
import {
  idsIn,
  numbersOfRows,
  plainRows,
  type EntityClass,
  type Properties,
} from '../database/plain-rows.ts';
import { Instance } from '../instances/instance.entity.ts';
import { KeyAttachment } from '../instances/key-attachment.entity.ts';
import { GroupMembership } from '../networks/group-membership.entity.ts';
import { NetworkInterface } from '../networks/network-interface.entity.ts';
import { SecurityGroup } from '../networks/security-group.entity.ts';
import { Subnet } from '../networks/subnet.entity.ts';
import { Vpc } from '../networks/vpc.entity.ts';
import { SshKey } from '../keys/ssh-key.entity.ts';
import { UserData } from '../user-data/user-data.entity.ts';
import { UserDataRevision } from '../user-data/user-data-revision.entity.ts';
import { without, type ArchivedDocument, type RecordedRevision } from './archived-document.ts';
import { ArchivedKind } from './archived-kind.ts';
import { sharedRecords } from './shared-records.ts';

/** A kind of named record, and the table and column that refer to one. */
interface Named {
  entity: EntityClass;
  usedIn: { entity: EntityClass; by: string };
}

export type NamedKinds = Exclude<ArchivedKind, ArchivedKind.INSTANCE>;

const kinds: Record<NamedKinds, Named> = {
  [ArchivedKind.SSH_KEY]: { entity: SshKey, usedIn: { entity: KeyAttachment, by: 'key_id' } },
  [ArchivedKind.USER_DATA]: { entity: UserData, usedIn: { entity: Instance, by: 'user_data_id' } },
  [ArchivedKind.VPC]: { entity: Vpc, usedIn: { entity: Subnet, by: 'vpc_id' } },
  [ArchivedKind.SUBNET]: { entity: Subnet, usedIn: { entity: NetworkInterface, by: 'subnet_id' } },
  [ArchivedKind.SECURITY_GROUP]: {
    entity: SecurityGroup,
    usedIn: { entity: GroupMembership, by: 'group_id' },
  },
};

/** Makes the documents of named records. */
export async function namedDocuments(
  em: EntityManager,
  kind: NamedKinds,
  ids: string[],
): Promise<ArchivedDocument[]> {
  const { entity, usedIn } = kinds[kind];
  const rows = await plainRows(em, { entity, by: 'id', values: ids });
  const users = await numbersOfRows(em, { ...usedIn, values: ids });
  const revisions = kind === ArchivedKind.USER_DATA ? await revisionsOf(em, ids) : undefined;
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
