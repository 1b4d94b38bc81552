import type { CreateInstanceInput, NetworkInterfaceInput } from '../generated/graphql';
import { BY_ADDRESS, type InterfaceValues, NO_SUBNET } from './interface-values';
import { parted } from './parted';

function associationsOf({ addresses, publicAddress, associations }: InterfaceValues) {
  const further = associations.map(parted);
  const pairs =
    publicAddress && addresses[0] ? [[addresses[0], publicAddress] as const, ...further] : further;
  return pairs.map(([privateOne, publicOne]) => ({ privateAddress: privateOne, publicAddress: publicOne }));
}

/** The server chooses what is undefined: the subnet of the address, the group of a new interface. */
function placeOf({ id, subnet, securityGroups }: InterfaceValues) {
  return {
    ...(subnet !== BY_ADDRESS && { subnet: subnet === NO_SUBNET ? null : subnet }),
    ...((id !== '' || securityGroups.length > 0) && { securityGroups }),
  };
}

function interfaceInputOf(one: InterfaceValues, place: number): NetworkInterfaceInput {
  return {
    mac: one.mac.trim() || null,
    deviceNumber: one.deviceNumber ?? place,
    networkCard: one.networkCard,
    addresses: one.addresses,
    associations: associationsOf(one),
    ...placeOf(one),
    ipv4Prefixes: one.ipv4Prefixes,
    ipv6Prefixes: one.ipv6Prefixes,
  };
}

const isPlain = ({ associations, networkCard, deviceNumber, ipv4Prefixes, ipv6Prefixes }: InterfaceValues) =>
  associations.length + ipv4Prefixes.length + ipv6Prefixes.length === 0 && !networkCard && !deviceNumber;

/** True if the short input is enough: one interface, without the fields that only `interfaces` has. */
export const isSimple = (interfaces: InterfaceValues[]) =>
  interfaces.length === 1 && interfaces.every(isPlain);

/** The short input (`addresses`, `mac`, ...) for one plain interface, else the input `interfaces`. */
export function networkOf(
  interfaces: InterfaceValues[],
  { short }: { short: boolean },
): Pick<
  CreateInstanceInput,
  'interfaces' | 'addresses' | 'mac' | 'publicAddress' | 'subnet' | 'securityGroups'
> {
  const [first] = interfaces;
  if (!first || !short) return { interfaces: interfaces.map(interfaceInputOf) };
  const { addresses, mac, publicAddress } = first;
  return {
    addresses,
    mac: mac.trim() || null,
    publicAddress: publicAddress.trim() || null,
    ...placeOf(first),
  };
}
