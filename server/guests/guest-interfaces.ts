import type { GuestInterface, GuestSubnet } from '../metadata/guest-view.ts';
import { isIpv4, isLinkLocal } from '../networks/ip-address.ts';
import {
  byPosition,
  isOn,
  type AddressRow,
  type GuestRow,
  type InterfaceRow,
  type SubnetRow,
} from './guest-row.ts';
import { sharedJson, sharedText } from './shared-values.ts';

/** The records of the networks that a machine is in. */
export function networkRecordsOf(row: GuestRow): string[] {
  const subnetRows = sharedJson<SubnetRow[]>(row.subnets);
  const groups = interfacesOf(row).flatMap((nic) => nic.groups.map(({ id }) => sharedText(id)));
  return [...subnetRows.flatMap(({ id, vpc }) => [id, vpc.id]), ...new Set(groups)];
}

const interfacesOf = ({ interfaces }: GuestRow) => JSON.parse(interfaces) as InterfaceRow[];

/** The interfaces of a machine, the primary one first. */
export function guestInterfaces(row: GuestRow): GuestInterface[] {
  const addresses = (JSON.parse(row.addresses) as AddressRow[]).sort(byPosition);
  const subnets = sharedJson<SubnetRow[]>(row.subnets);
  return interfacesOf(row)
    .sort((a, b) => (a.networkCard ?? 0) - (b.networkCard ?? 0) || a.deviceNumber - b.deviceNumber)
    .map((nic) => ({
      ...placeOf(
        nic,
        subnets.find(({ id }) => id === nic.subnetId),
      ),
      ...addressesOf(addresses.filter(({ interfaceId }) => interfaceId === nic.id)),
    }));
}

function placeOf(nic: InterfaceRow, subnet: SubnetRow | undefined) {
  return {
    id: nic.id,
    mac: nic.mac ?? undefined,
    deviceNumber: nic.deviceNumber,
    networkCard: nic.networkCard ?? undefined,
    ipv4Prefixes: nic.ipv4Prefixes,
    ipv6Prefixes: nic.ipv6Prefixes,
    securityGroups: nic.groups
      .sort(byPosition)
      .map(({ id, name }) => ({ id: sharedText(id), name: sharedText(name) })),
    subnet: subnet && guestSubnet(subnet),
  } satisfies Partial<GuestInterface>;
}

/** What EC2 tells of them: a link-local address each machine gives itself, and its zone is of the server. */
function addressesOf(rows: AddressRow[]) {
  const addresses = rows.map(({ address }) => address);
  const associations = rows.flatMap(({ address, publicAddress }) =>
    publicAddress !== null && isIpv4(publicAddress) && isIpv4(address)
      ? [{ publicIpv4: publicAddress, privateIpv4s: [address] }]
      : [],
  );
  return {
    privateIpv4s: addresses.filter(isIpv4),
    publicIpv4s: associations.map(({ publicIpv4 }) => publicIpv4),
    ipv6s: addresses.filter((address) => !isIpv4(address) && !isLinkLocal(address)),
    associations,
  } satisfies Partial<GuestInterface>;
}

const made = new WeakMap<SubnetRow, GuestSubnet>();

/** One for all machines in it. */
function guestSubnet(row: SubnetRow): GuestSubnet {
  const known = made.get(row);
  if (known) return known;
  const subnet: GuestSubnet = {
    ...row,
    ipv4CidrBlock: row.ipv4CidrBlock ?? undefined,
    ipv4Gateway: row.ipv4Gateway ?? undefined,
    ipv6Gateway: row.ipv6Gateway ?? undefined,
    dhcp: isOn(row.dhcp),
  };
  made.set(row, subnet);
  return subnet;
}
