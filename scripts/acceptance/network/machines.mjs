/** The machines whose networks are converted: their registration by GraphQL, and the documents they are served. */
import { request } from 'node:http';
import { ask } from '../graphql.mjs';

const UPSERT_VPC = `mutation ($input: UpsertVpcInput!) { upsertVpc(input: $input) { outcome } }`;
const UPSERT_SUBNET = `mutation ($input: UpsertSubnetInput!) { upsertSubnet(input: $input) { outcome } }`;
const UPSERT_INSTANCES = `mutation ($input: UpsertInstancesInput!) {
  upsertInstances(input: $input) { summary { created } }
}`;

/** The ways in which addresses are assigned: by DHCP of a subnet, statically, or with no subnet registered. */
const WAYS = ['dhcp', 'static', 'unknown'];
const FAMILIES = { IPv4: ['ipv4'], IPv6: ['ipv6'], 'dual stack': ['ipv4', 'ipv6'] };
/** For each interface of a machine: true if its MAC is registered. */
const MACS = [[true], [false], [true, true], [true, false]];

const subnetName = (way, nic) => `network-${way}-${nic}`;
/** The part of the address blocks that differs for each way and interface. */
const octet = (way, nic) => WAYS.indexOf(way) * 2 + nic;

const subnets = WAYS.filter((way) => way !== 'unknown').flatMap((way) =>
  [0, 1].map((nic) => ({
    name: subnetName(way, nic),
    vpc: 'network',
    dhcp: way === 'dhcp',
    ipv4CidrBlock: `10.78.${octet(way, nic)}.0/24`,
    ipv6CidrBlocks: [`fd00:78:0:${octet(way, nic)}::/64`],
    ipv4Gateway: `10.78.${octet(way, nic)}.1`,
    ipv6Gateway: nic === 0 ? 'fe80::1' : `fd00:78:0:${octet(way, nic)}::1`,
    dnsServers: [`10.78.${octet(way, nic)}.2`, `fd00:78:0:${octet(way, nic)}::53`],
  })),
);

/** Every way with every family and set of interfaces; two addresses of each family, to check those after the first. */
export const machines = WAYS.flatMap((way) =>
  Object.entries(FAMILIES).flatMap(([stack, families]) =>
    MACS.map((macs) => ({ way, stack, families, macs })),
  ),
).map(({ way, stack, families, macs }, n) => ({
  title: `${macs.map((isKnown) => (isKnown ? 'one' : 'one without MAC')).join(' and ')}, ${stack}, ${way}`,
  way,
  caller: `127.78.0.${n + 1}`,
  interfaces: macs.map((isKnown, nic) => ({
    mac: isKnown ? `52:54:00:78:0${nic}:${(n + 16).toString(16)}` : null,
    subnet: way === 'unknown' ? null : subnetName(way, nic),
    addresses: families.flatMap((family) =>
      [0, 1].map((which) => addressOf({ family, way, nic }, 100 + 2 * n + which)),
    ),
  })),
}));

function addressOf({ family, way, nic }, host) {
  const network = octet(way, nic);
  return family === 'ipv4' ? `10.78.${network}.${host}` : `fd00:78:0:${network}::${host}`;
}

export async function registerAll(wanted) {
  await ask(UPSERT_VPC, { name: 'network' });
  for (const subnet of subnets) await ask(UPSERT_SUBNET, subnet);
  const instances = wanted.map(({ caller, interfaces }, n) => ({
    hostname: `network-${n}`,
    callerAddresses: [caller],
    interfaces,
  }));
  await ask(UPSERT_INSTANCES, { instances });
}

/** Returns a machine's network documents as net-convert takes them, with the texts that the output has to contain. */
export async function documentsOf({ title, way, caller, interfaces }) {
  const registered = interfaces.filter(({ mac }) => mac !== null);
  const noCloud = await get(caller, '/nocloud/network-config');
  const openStack = await get(caller, '/openstack/latest/network_data.json');
  if (registered.length === 0) {
    if (noCloud.status === 200 && noCloud.text === '' && openStack.status === 404) return [];
    throw new Error(`${title}: ${noCloud.status} ${noCloud.text}, ${openStack.status}`);
  }
  const expected =
    way === 'static'
      ? registered.flatMap(({ addresses, subnet }) => [...addresses, ...routersOf(subnet, addresses)])
      : [];
  const macs = registered.map(({ mac }, n) => `eth${n},${mac}`);
  return [
    { machine: title, dataSource: 'NoCloud', kind: 'yaml', text: noCloud.text, macs: [], expected },
    {
      machine: title,
      dataSource: 'OpenStack',
      kind: 'network_data.json',
      text: openStack.text,
      macs,
      expected,
    },
  ];
}

function routersOf(name, addresses) {
  const { ipv4Gateway, ipv6Gateway } = subnets.find((subnet) => subnet.name === name);
  const has = (sign) => addresses.some((address) => address.includes(sign));
  return [...(has('.') ? [ipv4Gateway] : []), ...(has(':') ? [ipv6Gateway] : [])];
}

/** Sends a request as cloud-init does, from the address of the machine. */
function get(localAddress, path) {
  const { hostname: host, port } = new URL(process.env.BASE_URL);
  const headers = { 'User-Agent': 'Cloud-Init/26.2' };
  return new Promise((resolve, reject) => {
    request({ host, port, localAddress, path, headers, agent: false }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode, text: Buffer.concat(chunks).toString() }),
      );
    })
      .on('error', reject)
      .end();
  });
}
