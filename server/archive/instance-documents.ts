import type { Properties } from '../database/plain-rows.ts';
import { without, type ArchivedDocument, type Identity } from './archived-document.ts';
import type { InstanceRows } from './instance-rows.ts';
import { sharedBy } from './shared-records.ts';

/** Makes the documents of machines, with all their parts. */
export function instanceDocuments(rows: InstanceRows): ArchivedDocument[] {
  const hashes = rows.sharedHashes;
  return rows.machines.map((machine) => {
    const document = documentOf(machine, rows);
    const { status } = document;
    const ids = sharedBy(status.identity).map(([id]) => id);
    const vpcs = ids.map((id) => String(rows.shared.get(id)?.vpc));
    status.sharedHashes = Object.fromEntries(
      [...ids, ...vpcs].flatMap((id) => (hashes.has(id) ? [[id, hashes.get(id)!]] : [])),
    );
    return document;
  });
}

/** Columns of a machine that its identity holds, and others that the document holds in another form or not at all. */
const identityColumns = ['id', 'version', 'createdAt', 'launchedAt', 'instanceId', 'uuid'];
const omittedColumns = ['updatedAt', 'hostname', 'hostnameKey', 'userData', 'iamRole', 'identityRole'];

/** The password that a machine has encrypted for its owner is not part of a document. */
const secret = 'encryptedPassword';

const notOfSpec = [...identityColumns, ...omittedColumns, secret];

function documentOf(machine: Properties, rows: InstanceRows): ArchivedDocument {
  const { userData, iamRole, identityRole } = machine;
  const own = rows.ownDocumentOf(machine);
  const keys = rows.partsOf(machine, 'keys');
  const interfaces = interfacesOf(machine, rows);
  const identity = {
    ...Object.fromEntries(identityColumns.map((name) => [name, machine[name]])),
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
    metadata: { name: String(machine.hostname) },
    spec: {
      ...without(machine, ...notOfSpec),
      tags: rows.partsOf(machine, 'tags').map(({ key, value }) => ({ key, value })),
      keys: keys.map(({ key }) => nameOf(key, rows)),
      interfaces: interfaces.map(({ spec }) => spec),
      callerAddresses: addressesOn(null, machine, rows).map(({ address }) => address),
      iamRole: nameOf(iamRole, rows),
      identityRole: nameOf(identityRole, rows),
      ...(own ? { content: contentOf(own) } : { userData: nameOf(userData, rows) }),
      customMetadata: rows
        .partsOf(machine, 'customMetadata')
        .map((entry) => ({ path: entry.path, since: entry.since, content: contentOf(entry) })),
      maintenanceEvents: rows
        .partsOf(machine, 'maintenanceEvents')
        .map((event) => without(event, 'instance')),
    },
    status: {
      identity,
      ...(own ? { revisions: rows.revisions.get(String(own.id)) ?? [] } : {}),
      ...(machine[secret] === null ? {} : { lost: [secret] }),
    },
  };
}

const contentOf = ({ sha256, size, kind }: Properties) => ({ sha256, size, kind });

const nameOf = (id: unknown, { shared }: InstanceRows) =>
  (shared.get(String(id))?.name ?? null) as string | null;

const addressesOn = (interfaceId: unknown, machine: Properties, rows: InstanceRows) =>
  rows.partsOf(machine, 'addresses').filter((row) => row.interface === interfaceId);

/** The interfaces as inputs give them, with references by name, and separately their ids. */
function interfacesOf(machine: Properties, rows: InstanceRows) {
  const memberships = rows.partsOf(machine, 'memberships');
  return rows.partsOf(machine, 'interfaces').map((row) => {
    const { id, subnet } = row;
    const addresses = addressesOn(id, machine, rows);
    const groups = memberships.filter((one) => one.interface === id).map(({ group }) => group);
    const spec = {
      ...without(row, 'id', 'instance'),
      addresses: addresses.map(({ address }) => address),
      associations: addresses.flatMap(({ address, publicAddress }) =>
        publicAddress ? [{ privateAddress: address, publicAddress }] : [],
      ),
      subnet: nameOf(subnet, rows),
      securityGroups: groups.map((group) => nameOf(group, rows)),
    };
    return { spec, identity: { id, subnet, securityGroups: groups } };
  });
}
