import { hash } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/core';
import { idsIn, plainRows, type EntityClass, type Properties } from '../database/plain-rows.ts';
import type { Identity } from './archived-document.ts';

/** An entity that machines share, with the properties that decide the values served to them. */
type SharedEntity = EntityClass & { idPrefix: string; sharedProperties: readonly string[] };

/** Returns a function that finds the entity of a shared record by its id. */
function sharedEntities(em: EntityManager): (id: string) => SharedEntity | undefined {
  const entities = [...em.getMetadata().getAll().values()].map((meta) => meta.class as SharedEntity);
  const shared = entities.filter((entity) => 'sharedProperties' in entity);
  const byPrefix = new Map(shared.map((entity) => [entity.idPrefix, entity]));
  return (id) => byPrefix.get(id.split('-', 1)[0]!);
}

/** Reads the records that machines refer to, and the VPCs of subnets among them, by their ids. */
export async function sharedRecords(em: EntityManager, ids: string[]): Promise<Map<string, Properties>> {
  const found = await recordsOf(em, ids);
  return new Map([...found, ...(await recordsOf(em, idsIn([...found.values()], 'vpc')))]);
}

async function recordsOf(em: EntityManager, ids: string[]): Promise<Map<string, Properties>> {
  const found = new Map<string, Properties>();
  for (const [entity, values] of Map.groupBy(ids, sharedEntities(em))) {
    if (!entity) continue;
    for (const row of await plainRows(em, { entity, by: 'id', values })) found.set(String(row.id), row);
  }
  return found;
}

/** Returns a hash of the served values of each record: a different one shows that the record was changed. */
export function hashesOf(em: EntityManager, records: Map<string, Properties>): Map<string, string> {
  const entityOf = sharedEntities(em);
  return new Map(
    Array.from(records, ([id, row]) => [
      id,
      hashOf(entityOf(id)!.sharedProperties.map((property) => row[property])),
    ]),
  );
}

const hashOf = (values: unknown[]): string => hash('sha256', JSON.stringify(values));

/** Returns the ids of the records that a machine shares with others, each with its field. */
export function sharedBy({
  keys = [],
  interfaces = [],
  ...identity
}: Identity): [id: string, field: string][] {
  const all: [string | null | undefined, string][] = [
    ...keys.map((id, index): [string, string] => [id, `keys.${index}`]),
    ...(['userData', 'iamRole', 'identityRole'] as const).map(
      (field): [string | null | undefined, string] => [identity[field], field],
    ),
    ...interfaces.flatMap(({ subnet, securityGroups }, index): [string | null, string][] => [
      [subnet, `interfaces.${index}.subnet`],
      ...securityGroups.map((id, position): [string, string] => [
        id,
        `interfaces.${index}.securityGroups.${position}`,
      ]),
    ]),
  ];
  return all.flatMap(([id, field]): [string, string][] => (id ? [[id, field]] : []));
}
