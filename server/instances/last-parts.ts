import type { EntityClass, EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sqlite';
import type { AuditChange } from '../audit/audit-entry.entity.ts';
import { removalOf } from '../audit/changed-values.ts';
import type { OwnedPart, OwnedRecord } from '../database/record.ts';
import { MaintenanceEvent } from '../events/maintenance-event.entity.ts';
import { Address } from '../networks/address.entity.ts';
import { GroupMembership } from '../networks/group-membership.entity.ts';
import { NetworkInterface } from '../networks/network-interface.entity.ts';
import { CustomMetadata } from './custom-metadata.entity.ts';
import { KeyAttachment } from './key-attachment.entity.ts';
import { Tag } from './tag.entity.ts';

interface Row {
  instance_id: string;
  [column: string]: unknown;
}

/** A table of parts of instances. */
interface PartTable {
  entity: EntityClass<OwnedRecord>;
  /** Other tables that are read with it, by their aliases. */
  joined?: Record<string, string>;
  columns: unknown[];
  /** The properties that its label and summary are made of. */
  factsOf(row: Row): object;
}

const tables: PartTable[] = [
  {
    entity: NetworkInterface,
    columns: ['part.id', 'part.deviceNumber', 'part.mac'],
    factsOf: ({ id, device_number: deviceNumber, mac }) => ({ id, deviceNumber, mac }),
  },
  {
    entity: Address,
    columns: ['part.address', 'part.publicAddress', 'part.interface'],
    factsOf: ({ address, public_address: publicAddress, interface_id }) => ({
      address,
      publicAddress,
      interface: interface_id,
    }),
  },
  {
    entity: GroupMembership,
    joined: { eni: 'part.interface', sg: 'part.group' },
    columns: ['eni.deviceNumber', 'sg.id', 'sg.name'],
    factsOf: ({ device_number: deviceNumber, id, name }) => ({
      interface: { label: described(NetworkInterface, { deviceNumber }).label },
      group: { id, name },
    }),
  },
  {
    entity: KeyAttachment,
    joined: { ssh: 'part.key' },
    columns: ['ssh.name', 'ssh.fingerprint'],
    factsOf: (key) => ({ key }),
  },
  { entity: Tag, columns: ['part.key', 'part.value'], factsOf: (tag) => tag },
  {
    entity: CustomMetadata,
    columns: ['part.path', 'part.sha256', 'part.size', 'part.kind'],
    factsOf: (custom) => custom,
  },
];

/**
 * The parts of instances, as the history of each keeps them when the instance goes. They are plain rows: to make
 * entities of all of it takes several times as long.
 */
export async function lastPartsOf(em: EntityManager, ids: string[]): Promise<Map<string, AuditChange[]>> {
  const parts = new Map<string, AuditChange[]>(ids.map((id) => [id, []]));
  for (const table of tables)
    for (const row of await rowsOf(em, table, ids))
      parts.get(row.instance_id)!.push(...removalOf(described(table.entity, table.factsOf(row))));
  const ofThese = { instance: { $in: ids } };
  for (const event of await em.find(MaintenanceEvent, ofThese, { disableIdentityMap: true }))
    parts.get(event.instance.id)!.push(...removalOf(event));
  return parts;
}

function rowsOf(
  em: EntityManager,
  { entity, joined = {}, columns }: PartTable,
  ids: string[],
): Promise<Row[]> {
  const query = (em as SqlEntityManager).createQueryBuilder(entity as EntityClass<Tag>, 'part');
  query.select(['part.instance', ...columns] as never);
  for (const [alias, property] of Object.entries(joined)) query.join(property as never, alias);
  return query.where({ instance: { $in: ids } }).execute('all', false);
}

/** Label and summary as an entity with these properties has them. */
const described = ({ prototype }: { prototype: object }, facts: object) => ({
  label: Reflect.get(prototype, 'label', facts) as string,
  summary: Reflect.get(prototype, 'summary', facts) as OwnedPart['summary'],
});
