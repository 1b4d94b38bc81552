import { isDeepStrictEqual } from 'node:util';
import type { Instance } from './instance.entity.ts';
import type { InstanceChanges } from './instance.inputs.ts';
import type { PlannedInterface } from './plan-interfaces.ts';

/** The fields that decide by which addresses a machine is known, and over which routers and name servers it boots. */
type Facts = Pick<
  PlannedInterface,
  'mac' | 'deviceNumber' | 'networkCard' | 'subnet' | 'ipv4Prefixes' | 'ipv6Prefixes'
> & { addresses: { address: string; publicAddress: string | null }[] };

/** The fields that say something of it, each with its part of the facts; groups are only told. */
const parts: Record<string, (facts: Facts) => unknown> = {
  addresses: ({ addresses }) => addresses.map(({ address }) => address),
  mac: ({ mac }) => mac,
  publicAddress: ({ addresses }) =>
    addresses.flatMap(({ address, publicAddress }) => (publicAddress ? [[address, publicAddress]] : [])),
  subnet: ({ subnet }) => subnet?.id ?? null,
  interfaces: ({ deviceNumber, networkCard, ipv4Prefixes, ipv6Prefixes }) => [
    deviceNumber,
    networkCard ?? 0,
    ipv4Prefixes,
    ipv6Prefixes,
  ],
};

const placeOf = ({ networkCard, deviceNumber }: Facts) => (networkCard ?? 0) * 256 + deviceNumber;

/** The fields of an input by which the interfaces of a machine would change. */
export function changedNetworkFields(
  instance: Instance,
  input: InstanceChanges,
  planned: PlannedInterface[] | undefined,
): string[] {
  if (!planned) return [];
  const now = instance.orderedInterfaces.map((one) => ({
    ...factsOf(one),
    addresses: instance.addressesOf(one),
  }));
  const next = planned.toSorted((a, b) => placeOf(a) - placeOf(b));
  const changed = Object.keys(parts).filter(
    (part) => !isDeepStrictEqual(now.map(parts[part]!), next.map(parts[part]!)),
  );
  return [...new Set(changed.map((part) => fieldFor(part, input)))];
}

const factsOf = ({
  mac,
  deviceNumber,
  networkCard,
  subnet,
  ipv4Prefixes,
  ipv6Prefixes,
}: Omit<Facts, 'addresses'>) => ({ mac, deviceNumber, networkCard, subnet, ipv4Prefixes, ipv6Prefixes });

/** One part may change with another field: the subnet is looked for around the addresses. */
function fieldFor(part: string, input: InstanceChanges): string {
  const given = [...Object.keys(parts), 'securityGroups'].filter(
    (field) => input[field as keyof InstanceChanges] !== undefined,
  );
  if (given.includes('interfaces')) return 'interfaces';
  return given.includes(part) ? part : (given[0] ?? part);
}
