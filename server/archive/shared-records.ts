import { hash } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/core';
import { idsIn, plainRows, type EntityClass, type Properties } from '../database/plain-rows.ts';
import { IamRole } from '../iam/iam-role.entity.ts';
import { SshKey } from '../keys/ssh-key.entity.ts';
import { SecurityGroup } from '../networks/security-group.entity.ts';
import { Subnet } from '../networks/subnet.entity.ts';
import { Vpc } from '../networks/vpc.entity.ts';
import { UserData } from '../user-data/user-data.entity.ts';
import type { Identity } from './archived-document.ts';

/** Records that machines share, and the properties that decide the values served to a machine. */
const kinds: { entity: EntityClass & { idPrefix: string }; properties: string[] }[] = [
  { entity: SshKey, properties: ['name', 'publicKey'] },
  { entity: UserData, properties: ['sha256'] },
  { entity: SecurityGroup, properties: ['name'] },
  {
    entity: Subnet,
    properties: [
      'vpc',
      'ipv4CidrBlock',
      'ipv6CidrBlocks',
      'ipv4Gateway',
      'ipv6Gateway',
      'dnsServers',
      'dhcp',
    ],
  },
  { entity: Vpc, properties: ['ipv4CidrBlocks', 'ipv6CidrBlocks'] },
  {
    entity: IamRole,
    // not its credentials, which change every few hours
    properties: ['name', 'givenProfileArn', 'instanceProfileId', 'failureCode', 'failureMessage'],
  },
];

const kindOf = (id: string) => kinds.find(({ entity }) => id.startsWith(`${entity.idPrefix}-`));

/** Reads the records that machines refer to, and the VPCs of subnets among them, by their ids. */
export async function sharedRecords(em: EntityManager, ids: string[]): Promise<Map<string, Properties>> {
  const found = await recordsOf(em, ids);
  return new Map([...found, ...(await recordsOf(em, idsIn([...found.values()], 'vpc')))]);
}

async function recordsOf(em: EntityManager, ids: string[]): Promise<Map<string, Properties>> {
  const found = new Map<string, Properties>();
  for (const [kind, values] of Map.groupBy(ids, kindOf)) {
    if (!kind) continue;
    for (const row of await plainRows(em, { entity: kind.entity, by: 'id', values }))
      found.set(String(row.id), row);
  }
  return found;
}

/** Returns a hash of the served values of each record: a different one shows that the record was changed. */
export const sumsOf = (records: Map<string, Properties>): Map<string, string> =>
  new Map(
    Array.from(records, ([id, row]) => [id, sumOf(kindOf(id)!.properties.map((property) => row[property]))]),
  );

const sumOf = (values: unknown[]): string => hash('sha256', JSON.stringify(values));

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
      ...securityGroups.map((id, place): [string, string] => [
        id,
        `interfaces.${index}.securityGroups.${place}`,
      ]),
    ]),
  ];
  return all.flatMap(([id, field]): [string, string][] => (id ? [[id, field]] : []));
}
