import type { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sqlite';
import { MaintenanceEvent } from '../events/maintenance-event.entity.ts';
import { IamRole } from '../iam/iam-role.entity.ts';
import { CustomMetadata } from '../instances/custom-metadata.entity.ts';
import { Instance } from '../instances/instance.entity.ts';
import { KeyAttachment } from '../instances/key-attachment.entity.ts';
import { Tag } from '../instances/tag.entity.ts';
import { SshKey } from '../keys/ssh-key.entity.ts';
import { Address } from '../networks/address.entity.ts';
import { GroupMembership } from '../networks/group-membership.entity.ts';
import { NetworkInterface } from '../networks/network-interface.entity.ts';
import { SecurityGroup } from '../networks/security-group.entity.ts';
import { Subnet } from '../networks/subnet.entity.ts';
import { UserData } from '../user-data/user-data.entity.ts';
import {
  without,
  type ArchivedDocument,
  type Identity,
  type Properties,
  type RecordedRevision,
} from './archived-document.ts';
import { namesOf, revisionsOf } from './named-documents.ts';
import { plainRows, type EntityClass } from './plain-rows.ts';
import { sharedBy, toldOf } from './told-of.ts';

/** Everything that a chunk of machines consists of, each part by the id of its machine, and what they refer to by id. */
interface Parts {
  of(entity: EntityClass, id: string): Properties[];
  nameOf(id: unknown): string | null;
  documents: Map<string, Properties>;
  revisions: Map<string, RecordedRevision[]>;
  withPassword: Set<string>;
}

const owned = [
  NetworkInterface,
  Address,
  GroupMembership,
  KeyAttachment,
  Tag,
  CustomMetadata,
  MaintenanceEvent,
];

/** The documents of machines, with all that belongs to them: one statement a table for a chunk of them. */
export async function instanceDocuments(em: EntityManager, ids: string[]): Promise<ArchivedDocument[]> {
  const rows = await plainRows(em, { entity: Instance, by: 'id', values: ids });
  const parts = await partsOf(em, rows);
  const documents = rows.map((row) => documentOf(row, parts));
  const shared = documents.flatMap(({ status }) => sharedBy(status.identity).map(([id]) => id));
  const told = await toldOf(em, shared);
  for (const { status } of documents)
    status.told = Object.fromEntries(
      sharedBy(status.identity).flatMap(([id]) => (told.has(id) ? [[id, told.get(id)!]] : [])),
    );
  return documents;
}

async function partsOf(em: EntityManager, rows: Properties[]): Promise<Parts> {
  const ids = rows.map(({ id }) => String(id));
  const tables = new Map<EntityClass, Map<string, Properties[]>>();
  for (const entity of owned) {
    const found = await plainRows(em, { entity, by: 'instance_id', values: ids });
    tables.set(
      entity,
      Map.groupBy(found, ({ instance }) => String(instance)),
    );
  }
  const all = (entity: EntityClass) => [...tables.get(entity)!.values()].flat();
  const names = [
    await namesOf(
      em,
      SshKey,
      all(KeyAttachment).map(({ key }) => key),
    ),
    await namesOf(
      em,
      SecurityGroup,
      all(GroupMembership).map(({ group }) => group),
    ),
    await namesOf(
      em,
      Subnet,
      all(NetworkInterface).map(({ subnet }) => subnet),
    ),
    await namesOf(
      em,
      IamRole,
      rows.flatMap(({ iamRole, identityRole }) => [iamRole, identityRole]),
    ),
  ];
  const documents = await documentsOf(em, rows);
  const ownIds = [...documents].flatMap(([id, { name }]) => (name === null ? id : []));
  return {
    of: (entity, id) => tables.get(entity)!.get(id) ?? [],
    nameOf: (id) => names.map((map) => map.get(String(id))).find((name) => name !== undefined) ?? null,
    documents,
    revisions: ownIds.length > 0 ? await revisionsOf(em, ownIds) : new Map(),
    withPassword: await idsWithPassword(em, ids),
  };
}

async function documentsOf(em: EntityManager, rows: Properties[]): Promise<Map<string, Properties>> {
  const values = rows.flatMap(({ userData }) => (typeof userData === 'string' ? userData : []));
  const found = values.length > 0 ? await plainRows(em, { entity: UserData, by: 'id', values }) : [];
  return new Map(found.map((row) => [String(row.id), row]));
}

/** The password that a machine left is no part of a document. */
async function idsWithPassword(em: EntityManager, ids: string[]): Promise<Set<string>> {
  const rows = await (em as SqlEntityManager).execute<{ id: string }[]>(
    `select "id" from "instance" where "encrypted_password" is not null and "id" in (${ids.map(() => '?').join()})`,
    ids,
  );
  return new Set(rows.map(({ id }) => id));
}

/** Columns of a machine that its identity says, and others that the document says in another way or that say nothing. */
const identityColumns = ['id', 'version', 'createdAt', 'launchedAt', 'instanceId', 'uuid'];
const saidElsewhere = ['updatedAt', 'hostname', 'hostnameKey', 'userData', 'iamRole', 'identityRole'];

function documentOf(row: Properties, parts: Parts): ArchivedDocument {
  const { id, userData, iamRole, identityRole } = row;
  const machine = String(id);
  const document = parts.documents.get(String(userData));
  const own = document?.name === null ? document : undefined;
  const keys = placed(parts.of(KeyAttachment, machine));
  const interfaces = interfacesOf(machine, parts);
  const identity = {
    ...Object.fromEntries(identityColumns.map((name) => [name, row[name]])),
    ...(own ? { ownUserData: { id: own.id, version: own.version, createdAt: own.createdAt } } : {}),
    keys: keys.map(({ key }) => key),
    userData: own ? null : userData,
    iamRole,
    identityRole,
    interfaces: interfaces.map(({ identity: of }) => of),
  } as Identity;
  return {
    apiVersion: 'cloudmeta/v1',
    kind: 'Instance',
    metadata: { name: String(row.hostname) },
    spec: {
      ...without(row, ...identityColumns, ...saidElsewhere),
      tags: parts.of(Tag, machine).map(({ key, value }) => ({ key, value })),
      keys: keys.map(({ key }) => parts.nameOf(key)),
      interfaces: interfaces.map(({ spec }) => spec),
      callerAddresses: addressesOn(null, machine, parts).map(({ address }) => address),
      iamRole: parts.nameOf(iamRole),
      identityRole: parts.nameOf(identityRole),
      ...(own ? { content: contentOf(own) } : { userData: document?.name ?? null }),
      customMetadata: parts
        .of(CustomMetadata, machine)
        .map((entry) => ({ path: entry.path, since: entry.since, content: contentOf(entry) })),
      maintenanceEvents: parts.of(MaintenanceEvent, machine).map((event) => without(event, 'instance')),
    },
    status: {
      identity,
      ...(own ? { revisions: parts.revisions.get(String(own.id)) ?? [] } : {}),
      ...(parts.withPassword.has(machine) ? { lost: ['encryptedPassword'] } : {}),
    },
  };
}

const contentOf = ({ sha256, size, kind }: Properties) => ({ sha256, size, kind });

const placed = (rows: Properties[]) =>
  rows.toSorted((a, b) => (a.position as number) - (b.position as number));

const addressesOn = (interfaceId: unknown, machine: string, parts: Parts) =>
  placed(parts.of(Address, machine).filter((row) => row.interface === interfaceId));

/** The interfaces as inputs say them, with what they refer to by name, and apart from that their ids. */
function interfacesOf(machine: string, parts: Parts) {
  const memberships = placed(parts.of(GroupMembership, machine));
  return parts.of(NetworkInterface, machine).map((row) => {
    const { id, subnet } = row;
    const addresses = addressesOn(id, machine, parts);
    const groups = memberships.filter((one) => one.interface === id).map(({ group }) => group);
    const spec = {
      ...without(row, 'id', 'instance'),
      addresses: addresses.map(({ address }) => address),
      associations: addresses.flatMap(({ address, publicAddress }) =>
        publicAddress ? [{ privateAddress: address, publicAddress }] : [],
      ),
      subnet: parts.nameOf(subnet),
      securityGroups: groups.map((group) => parts.nameOf(group)),
    };
    return { spec, identity: { id, subnet, securityGroups: groups } };
  });
}
