import { isDeepStrictEqual } from 'node:util';
import type { Instance } from './instance.entity.ts';
import type { InstanceChanges } from './instance.inputs.ts';
import type { PlannedInterface } from './plan-interfaces.ts';

/** The facts that decide by which addresses a machine is identified, and its routers and name servers at boot. */
type Facts = Pick<
  PlannedInterface,
  'mac' | 'deviceNumber' | 'networkCard' | 'subnet' | 'ipv4Prefixes' | 'ipv6Prefixes'
> & { addresses: { address: string; publicAddress: string | null }[] };

/** The input fields for the facts, each with its part of them. Security groups are only served, hence not guarded. */
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

/** Returns the fields of an input that would change the interfaces of a machine. */
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

/** A part may change by another field: the subnet is derived from the addresses. */
function fieldFor(part: string, input: InstanceChanges): string {
  const given = [...Object.keys(parts), 'securityGroups'].filter(
    (field) => input[field as keyof InstanceChanges] !== undefined,
  );
  if (given.includes('interfaces')) return 'interfaces';
  return given.includes(part) ? part : (given[0] ?? part);
}
