import type { EntityManager } from '@mikro-orm/core';
import type { Context } from '../graphql/context.ts';
import { findAll } from '../graphql/find-all.ts';
import type { Named } from '../records/named-kind.ts';
import type { WriteRequest } from '../records/writable-kind.ts';
import { checkBlocks, givenBlocks } from './block-rules.ts';
import { isWithin } from '../addresses/cidr.ts';
import { families, type Family } from '../addresses/ip-address.ts';
import { lockVpcs } from './lock-vpcs.ts';
import { overlaps } from '../addresses/overlap.ts';
import { blocksOf } from './subnet-blocks.ts';
import { Subnet } from './subnet.entity.ts';
import type { Vpc } from './vpc.entity.ts';
import type { VpcChanges } from './vpc.inputs.ts';

type VpcRequest = WriteRequest<Vpc, Named<VpcChanges>>;

const fieldOf = { ipv4: 'ipv4CidrBlocks', ipv6: 'ipv6CidrBlocks' } as const;

/** Checks the planned blocks of VPCs, and returns a function to set those of each. */
export async function planVpcs(requests: VpcRequest[], { em }: Pick<Context, 'em'>) {
  await lockVpcs(
    em,
    requests.map(({ record }) => record),
  );
  const subnets = await subnetsOf(em, requests);
  for (const one of requests)
    for (const family of families)
      if (one.input[fieldOf[family]] !== undefined) checkFamily(one, family, subnets);
  return requests.map(({ input }) => (vpc: Vpc) => {
    for (const field of Object.values(fieldOf))
      if (input[field] !== undefined) vpc[field] = [...new Set(input[field])];
  });
}

const subnetsOf = (em: EntityManager, requests: VpcRequest[]): Promise<Subnet[]> =>
  findAll(em, Subnet, { vpc: { $in: requests.flatMap(({ record }) => record ?? []) } });

function checkFamily({ input, record, problems }: VpcRequest, family: Family, subnets: Subnet[]): void {
  const field = fieldOf[family];
  const given = givenBlocks(input[field], [field]);
  checkBlocks(given, { family, problems });
  for (const [one, other] of overlaps(given))
    if (one.cidr !== other.cidr)
      problems.add(other.path, {
        code: 'BAD_USER_INPUT',
        message: `${other.cidr} overlaps ${one.cidr} of the same VPC.`,
      });
  for (const subnet of subnets.filter(({ vpc }) => vpc === record))
    for (const block of blocksOf(subnet, family))
      if (!given.some(({ cidr }) => isWithin(block, cidr)))
        problems.add(field, {
          code: 'DEPENDENCY_EXISTS',
          message: `The subnet ${subnet.name} has ${block}, which would be no part of the VPC any more.`,
          hint: 'Keep a block around it, or change the subnet first.',
        });
}
