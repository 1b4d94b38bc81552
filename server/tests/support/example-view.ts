import type { GuestInterface, GuestSubnet, GuestView } from '../../metadata/guest-view.ts';

const nic: GuestInterface = {
  id: 'eni-0f95d3625f5c521cc',
  mac: '0e:49:61:0f:c3:11',
  deviceNumber: 0,
  privateIpv4s: ['10.0.0.16'],
  publicIpv4s: [],
  ipv6s: [],
  associations: [],
  ipv4Prefixes: [],
  ipv6Prefixes: [],
  securityGroups: [{ id: 'sg-0b07f8f6cb485d4df', name: 'default' }],
};

const machine: GuestView = {
  instanceId: 'i-1234567890abcdef0',
  uuid: 'ec2e1916-9099-7caf-fd21-012345abcdef',
  projectId: '515336597381',
  hostname: 'ip-10-0-0-16.ec2.internal',
  localHostname: 'ip-10-0-0-16.ec2.internal',
  accountId: '515336597381',
  imageId: 'ami-0abcdef1234567890',
  instanceType: 'm4.xlarge',
  architecture: 'x86_64',
  availabilityZone: 'us-east-1a',
  availabilityZoneId: 'use1-az6',
  region: 'us-east-1',
  launchIndex: 0,
  reservationId: 'r-046cb3eca3e201d2f',
  lifeCycle: 'on-demand',
  productCodes: [],
  billingProducts: [],
  amiManifestPath: '(unknown)',
  ancestorAmiIds: [],
  profile: 'default-hvm',
  system: 'nitro',
  instanceAction: 'none',
  blockDevices: [{ virtualName: 'root', deviceName: '/dev/xvda' }],
  services: { domain: 'amazonaws.com', partition: 'aws' },
  launchedAt: new Date('2026-01-01T00:00:00.123Z'),
  keys: [],
  tags: [],
  events: { maintenance: [] },
  customMetadata: [],
  metadataOptions: {
    httpEndpoint: true,
    httpTokens: 'optional',
    instanceMetadataTags: false,
    httpProtocolIpv6: false,
    httpPutResponseHopLimit: 1,
  },
  interfaces: [nic],
};

/** A plain private machine for tests, with these facts replaced. */
export function exampleView(facts: Partial<GuestView> = {}): GuestView {
  return { ...machine, ...facts };
}

/** Its network interface, device 0, with these facts replaced. */
export function exampleInterface(facts: Partial<GuestInterface> = {}): GuestInterface {
  return { ...nic, ...facts };
}

/** A subnet with DHCP and without routers or name servers, with these facts replaced. */
export function exampleSubnet(facts: Partial<GuestSubnet> = {}): GuestSubnet {
  return {
    id: 'subnet-0ac62554',
    ipv4CidrBlock: '10.0.0.0/20',
    ipv6CidrBlocks: ['2001:db8::/64'],
    dnsServers: [],
    dhcp: true,
    vpc: { id: 'vpc-d295a6a7', ipv4CidrBlocks: ['10.0.0.0/16'], ipv6CidrBlocks: ['2001:db8::/56'] },
    ...facts,
  };
}

/** The facts of a view whose machine may read these tags. */
export function readableTags(tags: GuestView['tags']): Pick<GuestView, 'tags' | 'metadataOptions'> {
  return { tags, metadataOptions: { ...machine.metadataOptions, instanceMetadataTags: true } };
}
