import type { Problems } from '../errors.ts';
import { isIpv4, zoneOf } from '../addresses/ip-address.ts';
import type { NetworkInterface } from '../networks/network-interface.entity.ts';
import type { NetworkInterfaceInput } from '../networks/network.inputs.ts';
import type { Instance } from './instance.entity.ts';
import type { InstanceChanges } from './instance.inputs.ts';
import { placeInterface, type Placement } from './interface-placement.ts';
import type { NetworkReferences } from './network-references.ts';
import { type PlacedAddress, type PlacementWishes, wishesOf } from './placement-wishes.ts';

/** An interface as an input gives it. */
export interface InterfaceDraft {
  mac: string | null;
  deviceNumber: number;
  networkCard: number | null;
  /** Private addresses, primary first, each with its path in the input. */
  addresses: PlacedAddress[];
  macPath: (string | number)[];
  wishes: PlacementWishes;
}

/** A planned interface. */
export interface PlannedInterface extends Omit<InterfaceDraft, 'wishes'>, Placement {
  /** The existing interface; undefined for a new one. */
  known: NetworkInterface | undefined;
}

const shortWay = ['addresses', 'mac', 'publicAddress'] as const;
/** Fields of the primary interface that may be given in either way: at the instance or in `interfaces`. */
const eitherWay = ['subnet', 'securityGroups'] as const;

/** Plans the interfaces of an instance; undefined if the input does not mention them. */
export function planInterfaces(
  instance: Instance | undefined,
  input: InstanceChanges,
  { network, problems }: { network: NetworkReferences; problems: Problems },
): PlannedInterface[] | undefined {
  const drafts = draftInterfaces(instance, input, problems);
  if (drafts) checkAddressCount(instance, input, { drafts, problems });
  for (const { addresses } of drafts ?? []) checkPublicAddresses(addresses, problems);
  return drafts?.map(({ wishes, ...draft }) => {
    const known = knownInterface(instance, draft, drafts);
    return { ...draft, known, ...placeInterface({ ...draft, wishes, known }, network, problems) };
  });
}

/** Reports public addresses of another family: addresses are translated only within a family. */
function checkPublicAddresses(addresses: PlacedAddress[], problems: Problems): void {
  for (const { address, publicAddress, publicPath } of addresses)
    if (publicPath && publicAddress && !zoneOf(publicAddress) && isIpv4(publicAddress) !== isIpv4(address))
      problems.add(publicPath, {
        code: 'BAD_USER_INPUT',
        message: `${publicAddress} cannot be the public address of ${address}: one is IPv4, the other IPv6.`,
      });
}

/** The maximum per instance: each of its network documents lists all addresses. One that has more may keep them. */
const maxAddresses = 1024;

function checkAddressCount(
  instance: Instance | undefined,
  input: InstanceChanges,
  { drafts, problems }: { drafts: InterfaceDraft[]; problems: Problems },
): void {
  const count = countOf(drafts);
  if (count <= maxAddresses || count <= countOf(presentInterfaces(instance))) return;
  problems.add(input.interfaces === undefined ? 'addresses' : 'interfaces', {
    code: 'BAD_USER_INPUT',
    message: `A machine has at most ${maxAddresses} addresses on all its interfaces; there are ${count} here.`,
  });
}

const countOf = (drafts: InterfaceDraft[]) =>
  drafts.reduce((sum, { addresses }) => sum + addresses.length, 0);

function draftInterfaces(
  instance: Instance | undefined,
  input: InstanceChanges,
  problems: Problems,
): InterfaceDraft[] | undefined {
  const usesShortWay = shortWay.some((field) => input[field] !== undefined);
  if (input.interfaces === undefined) {
    const saysSomething = usesShortWay || eitherWay.some((field) => input[field] !== undefined);
    return saysSomething || !instance ? draftPrimary(instance, input, problems) : undefined;
  }
  if (!usesShortWay) return draftAll(input, problems);
  problems.add('interfaces', {
    code: 'BAD_USER_INPUT',
    message: 'The interfaces are given twice.',
    hint: 'Give either interfaces, or addresses, mac and publicAddress.',
  });
  return undefined;
}

const isPrimary = ({ networkCard, deviceNumber }: Pick<InterfaceDraft, 'networkCard' | 'deviceNumber'>) =>
  (networkCard ?? 0) === 0 && deviceNumber === 0;

/** Drafts every interface; there is always a primary one, which has the security groups of the instance. */
function draftAll(input: InstanceChanges, problems: Problems): InterfaceDraft[] {
  const drafts = (input.interfaces ?? []).map((one, index) => draftOne(one, index, problems));
  if (drafts.length === 0) drafts.push(emptyPrimary());
  const places = drafts.map(({ networkCard, deviceNumber }) => `${networkCard ?? 0}/${deviceNumber}`);
  for (const [index, at] of places.entries())
    if (places.indexOf(at) !== index)
      problems.add(['interfaces', index, 'deviceNumber'], {
        code: 'BAD_USER_INPUT',
        message: `Another interface is device ${drafts[index]!.deviceNumber} already.`,
      });
  const primary = drafts.find(isPrimary);
  if (!primary)
    problems.add('interfaces', {
      code: 'BAD_USER_INPUT',
      message: 'One interface has to be device 0: the primary one.',
    });
  for (const field of eitherWay)
    if (primary?.wishes[field] && input[field] !== undefined)
      problems.add(field, {
        code: 'BAD_USER_INPUT',
        message: `The primary interface names its ${field} already.`,
        hint: 'Give it in one place.',
      });
  Object.assign(primary?.wishes ?? {}, wishesOf(input, []));
  return drafts;
}

function draftOne(input: NetworkInterfaceInput, number: number, problems: Problems): InterfaceDraft {
  const at = ['interfaces', number];
  const publicOf = new Map(
    (input.associations ?? []).map(({ privateAddress, publicAddress }, index) => [
      privateAddress,
      {
        publicAddress: publicAddress ?? null,
        publicPath: [...at, 'associations', index, 'publicAddress'],
      },
    ]),
  );
  const addresses = present(input.addresses);
  const own = new Set(addresses.map(({ address }) => address));
  const associated = new Set<string>();
  for (const [index, { privateAddress }] of (input.associations ?? []).entries()) {
    if (privateAddress === undefined) continue;
    const isRepeated = associated.has(privateAddress);
    associated.add(privateAddress);
    if (own.has(privateAddress) && !isRepeated) continue;
    problems.add([...at, 'associations', index, 'privateAddress'], {
      code: 'BAD_USER_INPUT',
      message: own.has(privateAddress)
        ? `${privateAddress} is given twice.`
        : `${privateAddress} is not an address of this interface.`,
    });
  }
  return {
    mac: input.mac ?? null,
    deviceNumber: input.deviceNumber ?? number,
    networkCard: input.networkCard ?? null,
    addresses: addresses.map((one) => ({
      address: one.address,
      publicAddress: null,
      path: [...at, 'addresses', one.index],
      ...publicOf.get(one.address),
    })),
    macPath: [...at, 'mac'],
    wishes: wishesOf(input, at),
  };
}

const emptyPrimary = (): InterfaceDraft => ({
  mac: null,
  deviceNumber: 0,
  networkCard: null,
  addresses: [],
  macPath: ['mac'],
  wishes: {},
});

/** The present interfaces of an instance. Their addresses are in no input, so problems are reported at the subnet. */
export const presentInterfaces = (instance: Instance | undefined): InterfaceDraft[] =>
  (instance?.orderedInterfaces ?? []).map((one) => ({
    mac: one.mac,
    deviceNumber: one.deviceNumber,
    networkCard: one.networkCard,
    addresses: instance!
      .addressesOf(one)
      .map(({ address, publicAddress }) => ({ address, publicAddress, path: ['subnet'] })),
    macPath: ['mac'],
    wishes: {},
  }));

/** Drafts the primary interface from the fields of the instance; missing fields and other interfaces stay. */
function draftPrimary(
  instance: Instance | undefined,
  input: InstanceChanges,
  problems: Problems,
): InterfaceDraft[] {
  const [primary = emptyPrimary(), ...others] = presentInterfaces(instance);
  primary.wishes = wishesOf(input, []);
  if (input.mac !== undefined) primary.mac = input.mac;
  if (input.addresses !== undefined) {
    const publicOf = new Map(primary.addresses.map((one) => [one.address, one.publicAddress]));
    primary.addresses = present(input.addresses ?? []).map(({ address, index }) => ({
      address,
      publicAddress: publicOf.get(address) ?? null,
      path: ['addresses', index],
    }));
  }
  if (input.publicAddress !== undefined) associate(primary, input.publicAddress, problems);
  return [primary, ...others];
}

/** Sets the first public IPv4 address, or that of the first IPv4 address where none has one. */
function associate(primary: InterfaceDraft, publicAddress: string | null, problems: Problems): void {
  const ipv4 = primary.addresses.filter((one) => isIpv4(one.address));
  const first = ipv4.find((one) => one.publicAddress !== null) ?? ipv4[0];
  if (first) Object.assign(first, { publicAddress, publicPath: ['publicAddress'] });
  else if (publicAddress !== null)
    problems.add('publicAddress', {
      code: 'BAD_USER_INPUT',
      message: 'A public address needs a private IPv4 address that it is translated to.',
      hint: 'Give addresses as well.',
    });
}

/** Returns the valid addresses, each once, with their indexes in the list. */
function present(addresses: (string | undefined)[]): { address: string; index: number }[] {
  const seen = new Set<string | undefined>([undefined]);
  return addresses.flatMap((address, index) => {
    if (seen.has(address)) return [];
    seen.add(address);
    return [{ address: address!, index }];
  });
}

/** Finds the existing interface of a draft, by its MAC or its device. */
function knownInterface(
  instance: Instance | undefined,
  draft: Omit<InterfaceDraft, 'wishes'>,
  drafts: InterfaceDraft[],
): NetworkInterface | undefined {
  const before = instance?.orderedInterfaces ?? [];
  const isDevice = (one: NetworkInterface) =>
    one.deviceNumber === draft.deviceNumber && (one.networkCard ?? 0) === (draft.networkCard ?? 0);
  const goesElsewhere = ({ mac }: NetworkInterface) => mac !== null && drafts.some((one) => one.mac === mac);
  return (
    before.find((one) => one.mac !== null && one.mac === draft.mac) ??
    before.find((one) => isDevice(one) && !goesElsewhere(one))
  );
}
