import type { Problems } from '../errors.ts';
import { isIpv4 } from '../networks/ip-address.ts';
import type { NetworkInterfaceInput } from '../networks/network.inputs.ts';
import type { Instance } from './instance.entity.ts';
import type { InstanceChanges } from './instance.inputs.ts';

/** An interface as it should be. */
export interface PlannedInterface {
  mac: string | null;
  deviceNumber: number;
  networkCard: number | null;
  /** Private addresses, primary first, each with where it stands in the input. */
  addresses: { address: string; publicAddress: string | null; path: (string | number)[] }[];
  macPath: (string | number)[];
}

const shortWay = ['addresses', 'mac', 'publicAddress'] as const;

/** What the interfaces of an instance should become; undefined when the input says nothing of them. */
export function planInterfaces(
  instance: Instance | undefined,
  input: InstanceChanges,
  problems: Problems,
): PlannedInterface[] | undefined {
  const usesShortWay = shortWay.some((field) => input[field] !== undefined);
  if (input.interfaces === undefined)
    return usesShortWay ? planPrimary(instance, input, problems) : undefined;
  if (!usesShortWay) return planAll(input.interfaces ?? [], problems);
  problems.add('interfaces', {
    code: 'BAD_USER_INPUT',
    message: 'The interfaces are given twice.',
    hint: 'Give either interfaces, or addresses, mac and publicAddress.',
  });
  return undefined;
}

function planAll(inputs: NetworkInterfaceInput[], problems: Problems): PlannedInterface[] {
  const planned = inputs.map((one, place) => planOne(one, place, problems));
  const places = planned.map(({ networkCard, deviceNumber }) => `${networkCard ?? 0}/${deviceNumber}`);
  for (const [index, place] of places.entries())
    if (places.indexOf(place) !== index)
      problems.add(['interfaces', index, 'deviceNumber'], {
        code: 'BAD_USER_INPUT',
        message: `Another interface is device ${planned[index]!.deviceNumber} already.`,
      });
  if (planned.length > 0 && !places.includes('0/0'))
    problems.add('interfaces', {
      code: 'BAD_USER_INPUT',
      message: 'One interface has to be device 0: the primary one.',
    });
  return planned;
}

function planOne(input: NetworkInterfaceInput, place: number, problems: Problems): PlannedInterface {
  const at = ['interfaces', place];
  const publicOf = new Map((input.associations ?? []).map((one) => [one.privateAddress, one.publicAddress]));
  const addresses = present(input.addresses);
  for (const [index, { privateAddress }] of (input.associations ?? []).entries()) {
    if (privateAddress === undefined || addresses.some(({ address }) => address === privateAddress)) continue;
    problems.add([...at, 'associations', index, 'privateAddress'], {
      code: 'BAD_USER_INPUT',
      message: `${privateAddress} is not an address of this interface.`,
    });
  }
  return {
    mac: input.mac ?? null,
    deviceNumber: input.deviceNumber ?? place,
    networkCard: input.networkCard ?? null,
    addresses: addresses.map(({ address, index }) => ({
      address,
      publicAddress: publicOf.get(address) ?? null,
      path: [...at, 'addresses', index],
    })),
    macPath: [...at, 'mac'],
  };
}

/** The short way changes the primary interface only; what it does not name stays. */
function planPrimary(
  instance: Instance | undefined,
  input: InstanceChanges,
  problems: Problems,
): PlannedInterface[] {
  const [primary, ...others] = (instance?.orderedInterfaces ?? []).map((one): PlannedInterface => ({
    mac: one.mac,
    deviceNumber: one.deviceNumber,
    networkCard: one.networkCard,
    addresses: instance!
      .addressesOf(one)
      .map(({ address, publicAddress }, index) => ({ address, publicAddress, path: ['addresses', index] })),
    macPath: ['mac'],
  }));
  const planned = primary ?? {
    mac: null,
    deviceNumber: 0,
    networkCard: null,
    addresses: [],
    macPath: ['mac'],
  };
  if (input.mac !== undefined) planned.mac = input.mac;
  if (input.addresses !== undefined) {
    const publicOf = new Map(planned.addresses.map((one) => [one.address, one.publicAddress]));
    planned.addresses = present(input.addresses ?? []).map(({ address, index }) => ({
      address,
      publicAddress: publicOf.get(address) ?? null,
      path: ['addresses', index],
    }));
  }
  if (input.publicAddress !== undefined) associate(planned, input.publicAddress, problems);
  return [planned, ...others];
}

function associate(planned: PlannedInterface, publicAddress: string | null, problems: Problems): void {
  const first = planned.addresses.find((one) => isIpv4(one.address));
  if (first) first.publicAddress = publicAddress;
  else if (publicAddress !== null)
    problems.add('publicAddress', {
      code: 'BAD_USER_INPUT',
      message: 'A public address needs a private IPv4 address that it is translated to.',
      hint: 'Give addresses as well.',
    });
}

/** The addresses that could be read, each once, with their places in the list. */
function present(addresses: (string | undefined)[]): { address: string; index: number }[] {
  return addresses.flatMap((address, index) =>
    address !== undefined && addresses.indexOf(address) === index ? [{ address, index }] : [],
  );
}

/** Makes the interfaces of the instance what was planned; an interface is known again by its MAC or its device. */
export function setInterfaces(instance: Instance, planned: PlannedInterface[]): void {
  const before = instance.orderedInterfaces;
  const known = (plan: PlannedInterface) =>
    before.find((one) => one.mac !== null && one.mac === plan.mac) ??
    before.find(
      (one) =>
        one.deviceNumber === plan.deviceNumber &&
        one.networkCard === plan.networkCard &&
        !planned.some((other) => other.mac !== null && other.mac === one.mac),
    );
  const interfaces = planned.map((plan) => {
    const one = known(plan) ?? instance.addInterface(plan.deviceNumber);
    Object.assign(one, { mac: plan.mac, deviceNumber: plan.deviceNumber, networkCard: plan.networkCard });
    return one;
  });
  instance.keepInterfaces(interfaces);
  const callers = instance.callerAddresses;
  const rows = planned.flatMap((plan, i) =>
    plan.addresses.map(({ address, publicAddress }) => ({ address, publicAddress, on: interfaces[i]! })),
  );
  instance.setAddresses([...rows, ...callers.map((address) => ({ address, publicAddress: null, on: null }))]);
}

/** Makes these the further addresses that the instance asks from. */
export function setCallerAddresses(instance: Instance, callers: string[]): void {
  const own = instance.orderedInterfaces.flatMap((one) =>
    instance.addressesOf(one).map(({ address, publicAddress }) => ({ address, publicAddress, on: one })),
  );
  instance.setAddresses([...own, ...callers.map((address) => ({ address, publicAddress: null, on: null }))]);
}
