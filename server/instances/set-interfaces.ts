import type { Instance } from './instance.entity.ts';
import type { PlannedInterface } from './plan-interfaces.ts';

/** Applies the planned interfaces to the instance. */
export function setInterfaces(instance: Instance, planned: PlannedInterface[]): void {
  const interfaces = planned.map((plan) => {
    const { mac, deviceNumber, networkCard, subnet, ipv4Prefixes, ipv6Prefixes } = plan;
    const one = plan.known ?? instance.addInterface(deviceNumber);
    Object.assign(one, { mac, deviceNumber, networkCard, subnet, ipv4Prefixes, ipv6Prefixes });
    if (plan.groups) one.setGroups(plan.groups);
    return one;
  });
  instance.keepInterfaces(interfaces);
  const callers = instance.callerAddresses;
  const planOf = new Map(interfaces.map((one, index) => [one, planned[index]!]));
  const rows = instance.orderedInterfaces.flatMap((on) =>
    planOf.get(on)!.addresses.map(({ address, publicAddress }) => ({ address, publicAddress, on })),
  );
  instance.setAddresses([...rows, ...callers.map((address) => ({ address, publicAddress: null, on: null }))]);
}

/** Sets the caller addresses: further addresses that the instance sends requests from. */
export function setCallerAddresses(instance: Instance, callers: string[]): void {
  const own = instance.orderedInterfaces.flatMap((one) =>
    instance.addressesOf(one).map(({ address, publicAddress }) => ({ address, publicAddress, on: one })),
  );
  instance.setAddresses([...own, ...callers.map((address) => ({ address, publicAddress: null, on: null }))]);
}
