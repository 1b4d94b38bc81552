import type { EntityManager } from '@mikro-orm/core';
import { idsIn, numbersOfRows, plainRows, type Properties } from '../database/plain-rows.ts';
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
import { hashesOf, sharedRecords } from './shared-records.ts';

/** The tables of the parts of machines. */
export const partTables = {
  interfaces: NetworkInterface,
  addresses: Address,
  memberships: GroupMembership,
  keys: KeyAttachment,
  tags: Tag,
  customMetadata: CustomMetadata,
  maintenanceEvents: MaintenanceEvent,
} as const;

export type PartTable = keyof typeof partTables;

/** The property of a part that refers to a shared record. */
const refersBy: Partial<Record<PartTable, string>> = {
  interfaces: 'subnet',
  memberships: 'group',
  keys: 'key',
};

/** The maximum number of addresses and custom metadata entries in a chunk of several machines. */
const maxParts = 20_000;

/** Splits machines into chunks of at most 500, and of fewer if they have many parts: all are in memory at once. */
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
      const isFull = parts + own > maxParts;
      if (isFull) chunks.push([]);
      chunks.at(-1)!.push(machine);
      parts = isFull ? own : parts + own;
    }
  }
  return chunks;
}

/** The rows of some machines, of their parts and of the records that they refer to. */
export interface InstanceRows {
  machines: Properties[];
  /** Returns the parts of a machine in a table, sorted by position if they have one. */
  partsOf(machine: Properties, table: PartTable): Properties[];
  /** The records that they refer to, by their ids. */
  shared: Map<string, Properties>;
  /** Hashes of what those records serve to machines, by their ids. */
  sharedHashes: Map<string, string>;
  /** Returns the machine's own user-data document. */
  ownDocumentOf(machine: Properties): Properties | undefined;
  /** The revisions of their own documents, by the ids of the documents. */
  revisions: Map<string, RecordedRevision[]>;
}

/** Reads all parts of machines, with one statement per table for some hundreds of them. */
export async function instanceRows(em: EntityManager, machines: Properties[]): Promise<InstanceRows> {
  const parts = await readParts(em, idsIn(machines, 'id'));
  const shared = await sharedRecords(em, [
    ...idsIn(machines, 'userData', 'iamRole', 'identityRole'),
    ...Object.entries(refersBy).flatMap(([table, property]) =>
      idsIn([...parts.get(table)!.values()].flat(), property),
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
    sharedHashes: hashesOf(em, shared),
    ownDocumentOf,
    revisions: own.length > 0 ? await revisionsOf(em, idsIn(own, 'id')) : new Map(),
  };
}

type ByMachine = Map<string, Properties[]>;

async function readParts(em: EntityManager, ids: string[]): Promise<Map<string, ByMachine>> {
  const parts = new Map<string, ByMachine>();
  for (const [table, entity] of Object.entries(partTables)) {
    const rows = await plainRows(em, { entity, by: 'instance_id', values: ids });
    parts.set(
      table,
      Map.groupBy(placed(rows), ({ instance }) => String(instance)),
    );
  }
  return parts;
}

const placed = (rows: Properties[]) =>
  rows.toSorted((a, b) => ((a.position as number) ?? 0) - ((b.position as number) ?? 0));
