import type { EntityManager } from '@mikro-orm/core';
import type { Context } from '../graphql/context.ts';
import { lockRecords } from '../database/transaction.ts';
import { findAll } from '../graphql/find-all.ts';
import { findByRefs, missing } from '../graphql/references.ts';
import type { Named } from '../records/named-kind.ts';
import type { WriteRequest } from '../records/writable-kind.ts';
import { checkAddressesStay } from './addresses-stay.ts';
import { planAttachment } from './attach-interfaces.ts';
import { checkBlocks, givenBlocks, type GivenBlock } from './block-rules.ts';
import { families, familyOf, isLinkLocal, type Family } from '../addresses/ip-address.ts';
import { conflict } from '../errors.ts';
import { lockDerivedSubnets } from './lock-derived-subnets.ts';
import { lockVpcs } from './lock-vpcs.ts';
import { refuseMachinesInTheWay } from './machines-in-the-way.ts';
import { vpcs } from './network.references.ts';
import { mayAssignRoles } from '../instances/role-guard.ts';
import { findInterfacesToAttach } from './interfaces-to-attach.ts';
import { overlaps } from '../addresses/overlap.ts';
import { addressesOfNoHost } from './reserved-addresses.ts';
import { blockField, blocksOf, holds, type SubnetBlocks } from './subnet-blocks.ts';
import { Subnet } from './subnet.entity.ts';
import type { SubnetChanges } from './subnet.inputs.ts';
import type { UnattachedInterface } from './unattached-interfaces.ts';
import type { Vpc } from './vpc.entity.ts';
import { refuseZone } from './zone-rules.ts';

const movedMeanwhile =
  'Somebody else has just moved this subnet to another VPC: nothing was done. Repeat the call.';

const defaults = {
  ipv4CidrBlock: null,
  ipv6CidrBlocks: [],
  ipv4Gateway: null,
  ipv6Gateway: null,
  dnsServers: [],
  dhcp: true,
};

type Facts = Pick<Subnet, keyof typeof defaults>;

/** A planned subnet. */
export interface SubnetPlan extends WriteRequest<Subnet, Named<SubnetChanges>> {
  /** Undefined if the input names none that exists; that is reported as a problem. */
  vpc: Vpc | undefined;
  facts: Facts;
  name: string;
}

/** Looks up the VPCs of subnets, checks all against VPCs and machines, and returns a function to change each subnet. */
export async function planSubnets(
  requests: WriteRequest<Subnet, Named<SubnetChanges>>[],
  { em, actor }: Pick<Context, 'em' | 'actor'>,
) {
  if (requests.some(changesBlocks)) await lockDerivedSubnets(em, 'exclusive');
  const named = await findByRefs(
    em,
    vpcs,
    requests.flatMap(({ input }) => input.vpc ?? []),
  );
  const present = requests.flatMap(({ record }) => record?.vpc ?? []);
  const locked = new Set([...named.values(), ...present]);
  await lockVpcs(em, [...locked]);
  const records = requests.flatMap(({ record }) => record ?? []);
  await lockRecords(em, Subnet, records); // no interface is added to one meanwhile
  if (records.some(({ vpc }) => !locked.has(vpc))) throw conflict(movedMeanwhile);
  const plans = requests.map((one) => ({
    ...one,
    vpc: vpcOf(one, named),
    facts: factsOf(one),
    name: one.input.name ?? one.record?.name ?? '',
  }));
  for (const plan of plans) {
    for (const family of families) checkFamily(plan, family);
    checkZones(plan);
    checkOwnAddresses(plan);
  }
  await checkAddressesStay(em, plans);
  await checkOverlaps(em, plans);
  const good = plans.filter(({ problems }) => !problems.any);
  const unattached = await findInterfacesToAttach(em, good);
  const mayAttach = (one: UnattachedInterface) => !one.hasRole || mayAssignRoles(actor);
  const attached = new Map([...unattached].map(([plan, all]) => [plan, all.filter(mayAttach)]));
  await refuseMachinesInTheWay(em, good, attached);
  await checkOverlaps(em, plans);
  return plans.map((plan) => (subnet: Subnet) => {
    Object.assign(subnet, { vpc: plan.vpc, ...plan.facts });
    const interfaces = attached.get(plan) ?? [];
    planAttachment(subnet, {
      interfaces,
      withRole: (unattached.get(plan) ?? []).length - interfaces.length,
    });
  });
}

function vpcOf(
  { input, record, problems }: WriteRequest<Subnet, Named<SubnetChanges>>,
  named: Map<string, Vpc>,
) {
  if (input.vpc === undefined) return record?.vpc;
  if (input.vpc === null)
    problems.add('vpc', { code: 'BAD_USER_INPUT', message: 'A subnet is a part of a VPC.' });
  else if (!named.has(input.vpc)) problems.add('vpc', missing(vpcs, input.vpc));
  return named.get(input.vpc ?? '');
}

/** The given values, else the present ones, else the defaults; lists without invalid items and duplicates. */
function factsOf({ input, record }: WriteRequest<Subnet, Named<SubnetChanges>>): Facts {
  const fact = (field: keyof Facts) => {
    const value = (input[field] === undefined ? record?.[field] : input[field]) ?? defaults[field];
    return Array.isArray(value) ? [...new Set(value.filter((one) => one !== undefined))] : value;
  };
  return Object.fromEntries(
    Object.keys(defaults).map((field) => [field, fact(field as keyof Facts)]),
  ) as never;
}

/** The planned blocks, each with the path of its field. */
function blocksWithFields({ input, facts }: SubnetPlan, family: Family): GivenBlock[] {
  if (family === 'ipv4') return blocksOf(facts, family).map((cidr) => ({ cidr, path: ['ipv4CidrBlock'] }));
  return givenBlocks(input.ipv6CidrBlocks ?? facts.ipv6CidrBlocks, ['ipv6CidrBlocks']);
}

function checkFamily(plan: SubnetPlan, family: Family): void {
  const { vpc, facts, input, problems } = plan;
  const around = vpc && { name: vpc.name, blocks: vpc[`${family}CidrBlocks`] };
  checkBlocks(blocksWithFields(plan, family), { family, around, problems });
  const field = `${family}Gateway` as const;
  const gateway = facts[field];
  if (gateway === null || isGatewayOf(gateway, facts, family)) return;
  const blocks = blocksOf(facts, family);
  problems.add(input[field] === undefined ? blockField[family] : field, {
    code: 'BAD_USER_INPUT',
    message: `The gateway ${gateway} is not in ${blocks.length > 0 ? blocks.join(', ') : 'a block of the subnet'}.`,
    hint: `Give ${field} and ${blockField[family]} that go together.`,
  });
}

/** Checks IPv4 only: an IPv6 router may have the address that all routers of a subnet share. */
function checkOwnAddresses({ input, facts, name, problems }: SubnetPlan): void {
  if (facts.ipv4CidrBlock === null) return;
  const ofNoHost = new Map(addressesOfNoHost(facts.ipv4CidrBlock));
  const check = (address: string | null, path: (string | number)[]) => {
    const is = ofNoHost.get(address ?? '');
    if (is === undefined) return;
    problems.add(input[path[0] as 'ipv4Gateway'] === undefined ? blockField.ipv4 : path, {
      code: 'BAD_USER_INPUT',
      message: `${address} is ${is} of the subnet ${name} (${facts.ipv4CidrBlock}): nobody can have it.`,
      hint: 'Give an address between the first and the last one of the block.',
    });
  };
  check(facts.ipv4Gateway, ['ipv4Gateway']);
  const servers = input.dnsServers ?? facts.dnsServers;
  for (const [index, server] of servers.entries()) check(server ?? null, ['dnsServers', index]);
}

function checkZones({ input, problems }: SubnetPlan): void {
  for (const field of ['ipv4Gateway', 'ipv6Gateway'] as const) refuseZone(input[field], [field], problems);
  for (const [index, server] of (input.dnsServers ?? []).entries())
    refuseZone(server, ['dnsServers', index], problems);
}

const isGatewayOf = (gateway: string, facts: SubnetBlocks, family: Family) =>
  familyOf(gateway) === family && (isLinkLocal(gateway) || holds(facts, gateway));

/** A block of a planned subnet, or (without `plan`) of one that does not change. */
interface PlacedBlock extends GivenBlock {
  vpc: Vpc;
  name: string;
  plan?: SubnetPlan;
}

/**
 * Reports blocks that overlap another block of the same VPC, existing or planned in the same call. A subnet whose plan is
 * refused keeps its blocks, which may be in the way of others.
 */
async function checkOverlaps(em: EntityManager, plans: SubnetPlan[]): Promise<void> {
  const good = plans.filter(({ problems }) => !problems.any);
  const planned = good.flatMap((plan) =>
    families.flatMap((family) =>
      blocksWithFields(plan, family).map((block): PlacedBlock => ({
        ...block,
        vpc: plan.vpc!,
        name: plan.name,
        plan,
      })),
    ),
  );
  const involved = new Set(good.map(({ vpc }) => vpc!));
  const changed = new Set(good.map(({ record }) => record));
  const settled = (await findAll(em, Subnet, { vpc: { $in: [...involved] } })).filter(
    (one) => !changed.has(one),
  );
  const all = [...settled.flatMap(blocksOfSettled), ...planned];
  for (const vpc of involved) reportOverlaps(all.filter((block) => block.vpc === vpc));
  if (good.some(({ problems }) => problems.any)) await checkOverlaps(em, plans);
}

const blocksOfSettled = (subnet: Subnet): PlacedBlock[] =>
  families
    .flatMap((family) => blocksOf(subnet, family))
    .map((cidr) => ({ cidr, path: [], vpc: subnet.vpc, name: subnet.name }));

/** Reports the later one of an overlapping pair, unless only the earlier one changes. */
function reportOverlaps(blocks: PlacedBlock[]): void {
  const reported = new Set<PlacedBlock>();
  for (const [earlier, later] of overlaps(blocks)) {
    const [wrong, right] = later.plan && changesBlocks(later.plan) ? [later, earlier] : [earlier, later];
    if (reported.has(wrong) || !wrong.plan) continue;
    reported.add(wrong);
    wrong.plan.problems.add(wrong.path, {
      code: wrong.plan === right.plan ? 'BAD_USER_INPUT' : 'ALREADY_EXISTS',
      message: `${wrong.cidr} overlaps ${right.cidr} of the subnet ${right.name}.`,
    });
  }
}

const changesBlocks = ({ input, record }: WriteRequest<Subnet, Named<SubnetChanges>>) =>
  !record ||
  (['vpc', 'ipv4CidrBlock', 'ipv6CidrBlocks'] as const).some((field) => input[field] !== undefined);
