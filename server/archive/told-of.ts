import { hash } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/core';
import { SshKey } from '../keys/ssh-key.entity.ts';
import { SecurityGroup } from '../networks/security-group.entity.ts';
import { Subnet } from '../networks/subnet.entity.ts';
import { UserData } from '../user-data/user-data.entity.ts';
import { plainRows, type EntityClass } from './plain-rows.ts';

/** Records that machines share, and the properties that decide what a machine is told of one. */
const shared: { entity: EntityClass & { idPrefix: string }; told: string[] }[] = [
  { entity: SshKey, told: ['name', 'publicKey'] },
  { entity: UserData, told: ['sha256'] },
  { entity: SecurityGroup, told: ['name'] },
  {
    entity: Subnet,
    told: ['vpc', 'ipv4CidrBlock', 'ipv6CidrBlocks', 'ipv4Gateway', 'ipv6Gateway', 'dnsServers', 'dhcp'],
  },
];

/** A sum of what machines are told of each of the records with these ids: another one shows that it was changed. */
export async function toldOf(em: EntityManager, ids: string[]): Promise<Map<string, string>> {
  const sums = new Map<string, string>();
  for (const { entity, told } of shared) {
    const values = ids.filter((id) => id.startsWith(`${entity.idPrefix}-`));
    if (values.length === 0) continue;
    for (const row of await plainRows(em, { entity, by: 'id', values }))
      sums.set(String(row.id), hash('sha256', JSON.stringify(told.map((property) => row[property]))));
  }
  return sums;
}

/** The ids of what a machine shares with others, each with its field. */
export function sharedBy({
  keys = [],
  userData,
  interfaces = [],
}: {
  keys?: string[];
  userData?: string | null;
  interfaces?: { subnet: string | null; securityGroups: string[] }[];
}): [id: string, field: string][] {
  const all: [string | null | undefined, string][] = [
    ...keys.map((id, index): [string, string] => [id, `keys.${index}`]),
    [userData, 'userData'],
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
