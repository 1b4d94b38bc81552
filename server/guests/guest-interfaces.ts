import type { GuestInterface, GuestSubnet } from '../metadata/guest-view.ts';
import { isIpv4, isLinkLocal } from '../addresses/ip-address.ts';
import { isOn } from './column-values.ts';
import {
  byPosition,
  type AddressRow,
  type GuestRow,
  type InterfaceRow,
  type SubnetRow,
} from './guest-row.ts';
import { sharedJson, sharedText } from './shared-values.ts';

/** The ids of the subnets, VPCs and security groups that a machine is in. */
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

/** The addresses that EC2 shows: no link-local ones, which machines give themselves and whose zone is the server's. */
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

const subnetsByRow = new WeakMap<SubnetRow, GuestSubnet>();

/** Returns one object for all machines in the subnet. */
function guestSubnet(row: SubnetRow): GuestSubnet {
  const known = subnetsByRow.get(row);
  if (known) return known;
  const subnet: GuestSubnet = {
    ...row,
    ipv4CidrBlock: row.ipv4CidrBlock ?? undefined,
    ipv4Gateway: row.ipv4Gateway ?? undefined,
    ipv6Gateway: row.ipv6Gateway ?? undefined,
    dhcp: isOn(row.dhcp),
  };
  subnetsByRow.set(row, subnet);
  return subnet;
}
