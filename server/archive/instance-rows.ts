import type { EntityManager } from '@mikro-orm/core';
import { numbersOfRows, plainRows, type EntityClass, type Properties } from '../database/plain-rows.ts';
import { MaintenanceEvent } from '../events/maintenance-event.entity.ts';
import { chunksOf } from '../graphql/chunks.ts';
import { CustomMetadata } from '../instances/custom-metadata.entity.ts';
import { KeyAttachment } from '../instances/key-attachment.entity.ts';
import { Tag } from '../instances/tag.entity.ts';
import { Address } from '../networks/address.entity.ts';
import { GroupMembership } from '../networks/group-membership.entity.ts';
import { NetworkInterface } from '../networks/network-interface.entity.ts';
import type { RecordedRevision } from './archived-document.ts';
import { revisionsOf } from './named-documents.ts';
import { sharedRecords } from './shared-records.ts';

/** The tables of the parts of machines, and the property of a row that refers to what is shared. */
const tables: { entity: EntityClass; refersBy?: string }[] = [
  { entity: NetworkInterface, refersBy: 'subnet' },
  { entity: Address },
  { entity: GroupMembership, refersBy: 'group' },
  { entity: KeyAttachment, refersBy: 'key' },
  { entity: Tag },
  { entity: CustomMetadata },
  { entity: MaintenanceEvent },
];

/** Parts that are worked on at once, where they are those of several machines: some have a thousand addresses. */
const mostParts = 20_000;

/** Machines in chunks that fit into memory with their parts, of at most 500. */
export async function chunksByParts(em: EntityManager, machines: Properties[]): Promise<Properties[][]> {
  const chunks: Properties[][] = [];
  for (const some of chunksOf(machines)) {
    const of = { by: 'instance_id', values: idsIn(some, 'id') };
    const numbers = [
      await numbersOfRows(em, { entity: Address, ...of }),
      await numbersOfRows(em, { entity: CustomMetadata, ...of }),
    ];
    let parts = Number.POSITIVE_INFINITY;
    for (const machine of some) {
      const own = numbers.reduce((sum, number) => sum + (number.get(String(machine.id)) ?? 0), 0);
      const isFull = parts + own > mostParts;
      if (isFull) chunks.push([]);
      chunks.at(-1)!.push(machine);
      parts = isFull ? own : parts + own;
    }
  }
  return chunks;
}

/** Some machines as the database has them, with the rows of their parts and of what they refer to. */
export interface InstanceRows {
  machines: Properties[];
  /** The parts of a machine in a table, those that have a position in their order. */
  partsOf(machine: Properties, table: EntityClass): Properties[];
  /** What they refer to, by its id. */
  shared: Map<string, Properties>;
  /** The document that is a machine's own. */
  ownDocumentOf(machine: Properties): Properties | undefined;
  /** The revisions of their own documents, by the ids of those. */
  revisions: Map<string, RecordedRevision[]>;
}

/** Reads everything that machines consist of: one statement a table for some hundreds of them. */
export async function instanceRows(em: EntityManager, machines: Properties[]): Promise<InstanceRows> {
  const parts = await readParts(em, idsIn(machines, 'id'));
  const shared = await sharedRecords(em, [
    ...idsIn(machines, 'userData', 'iamRole', 'identityRole'),
    ...tables.flatMap(({ entity, refersBy }) =>
      refersBy ? idsIn([...parts.get(entity)!.values()].flat(), refersBy) : [],
    ),
  ]);
  const ownDocumentOf = ({ userData }: Properties) => {
    const document = shared.get(String(userData));
    return document?.name === null ? document : undefined;
  };
  const own = machines.map(ownDocumentOf).filter((document) => document !== undefined);
  return {
    machines,
    partsOf: (machine, table) => parts.get(table)!.get(String(machine.id)) ?? [],
    shared,
    ownDocumentOf,
    revisions: own.length > 0 ? await revisionsOf(em, idsIn(own, 'id')) : new Map(),
  };
}

type ByMachine = Map<string, Properties[]>;

async function readParts(em: EntityManager, ids: string[]): Promise<Map<EntityClass, ByMachine>> {
  const parts = new Map<EntityClass, ByMachine>();
  for (const { entity } of tables) {
    const rows = await plainRows(em, { entity, by: 'instance_id', values: ids });
    parts.set(
      entity,
      Map.groupBy(placed(rows), ({ instance }) => String(instance)),
    );
  }
  return parts;
}

const placed = (rows: Properties[]) =>
  rows.toSorted((a, b) => ((a.position as number) ?? 0) - ((b.position as number) ?? 0));

/** The ids that rows have for some properties. */
const idsIn = (rows: Properties[], ...properties: string[]): string[] =>
  rows.flatMap((row) => properties.map((name) => row[name])).filter((id) => typeof id === 'string');
