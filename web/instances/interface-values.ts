import type { InstanceFormFragment } from '../generated/graphql';

/** Options of the subnet field that are no subnet: the subnet of the addresses, and no subnet. */
export const BY_ADDRESS = '';
export const NO_SUBNET = 'NONE';

export type InterfaceValues = {
  /** Empty for a new interface. */
  id: string;
  mac: string;
  deviceNumber: number | null;
  networkCard: number | null;
  addresses: string[];
  publicAddress: string;
  /** Public addresses of the further private ones, as `private=public`. */
  associations: string[];
  /** An id, `BY_ADDRESS` or `NO_SUBNET`. */
  subnet: string;
  securityGroups: string[];
  ipv4Prefixes: string[];
  ipv6Prefixes: string[];
};

export const emptyInterface: InterfaceValues = {
  id: '',
  mac: '',
  deviceNumber: null,
  networkCard: null,
  addresses: [],
  publicAddress: '',
  associations: [],
  subnet: BY_ADDRESS,
  securityGroups: [],
  ipv4Prefixes: [],
  ipv6Prefixes: [],
};

export function interfaceOf(one: InstanceFormFragment['interfaces'][number]): InterfaceValues {
  const primary = one.associations.find(({ privateAddress }) => privateAddress === one.addresses[0]);
  return {
    id: one.id,
    mac: one.mac ?? '',
    deviceNumber: one.deviceNumber,
    networkCard: one.networkCard ?? null,
    addresses: [...one.addresses],
    publicAddress: primary?.publicAddress ?? '',
    associations: one.associations
      .filter((association) => association !== primary)
      .map(({ privateAddress, publicAddress }) => `${privateAddress}=${publicAddress}`),
    subnet: one.subnet?.id ?? NO_SUBNET,
    securityGroups: one.securityGroups.map(({ id }) => id),
    ipv4Prefixes: [...one.ipv4Prefixes],
    ipv6Prefixes: [...one.ipv6Prefixes],
  };
}
