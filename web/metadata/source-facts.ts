/** The data that the values at and below a path of the EC2 tree are made from; the first matching prefix applies. */
export const facts: [prefix: string, what: string][] = [
  ['hostname', 'the hostname'],
  ['local-hostname', 'the local hostname, or the hostname when none is given'],
  ['local-ipv4', 'the first IPv4 address'],
  ['ipv6', 'the first IPv6 address'],
  ['public-ipv4', 'the public address'],
  ['public-hostname', 'the public hostname'],
  ['mac', 'the MAC address'],
  ['network/', 'the interfaces'],
  ['tags/', 'the tags'],
  ['tag-sets/', 'the tags'],
  ['ami-id', 'the image'],
  ['ami-launch-index', 'the launch index'],
  ['ami-manifest-path', 'the AMI manifest path'],
  ['ancestor-ami-ids', 'the ancestor images'],
  ['instance-action', 'the instance action'],
  ['instance-type', 'the type'],
  ['instance-life-cycle', 'the life cycle'],
  ['placement/', 'the zone and placement'],
  ['outpost-arn', 'the Outpost'],
  ['hibernation/', 'whether hibernation is configured'],
  ['fws/', 'the monitoring'],
  ['profile', 'the profile'],
  ['system', 'the system'],
  ['reservation-id', 'the reservation id'],
  ['block-device-mapping/', 'the block devices'],
  ['product-codes', 'the product codes'],
  ['kernel-id', 'the kernel id'],
  ['ramdisk-id', 'the RAM disk id'],
];

/** Complete texts for paths without a link to a form: values of the server, and the instance id. */
export const fixed: [prefix: string, what: string][] = [
  ['identity-credentials/', 'The account of this instance; it has no identity role.'],
  ['services/', 'The configuration of the server: METADATA_DOMAIN and METADATA_PARTITION.'],
  ['metrics/', 'The same for every machine, as EC2 answers it.'],
  ['instance-id', 'The instance id; only a new provisioning changes it.'],
];

const fileSources: Record<string, string> = {
  'meta_data.json':
    'The hostname, local hostname, UUID, project, zone, tags and keys of this instance; the seed differs in each answer.',
  'network_data.json':
    'The interfaces with their addresses, and the gateways and name servers of their subnets.',
  'vendor_data.json': 'Empty: CloudMeta has no vendor data.',
  'vendor_data2.json': 'Empty: CloudMeta has no vendor data.',
  password: 'The encrypted password that the machine posted itself.',
  'meta-data': 'The instance id, local hostname, zone and keys of this instance.',
  'network-config':
    'The interfaces with their addresses, and the gateways and name servers of their subnets. Where no MAC is known, cloud-init gets an empty document and any other client 404; shown is the answer for the client of the last request.',
  'vendor-data': 'Empty: CloudMeta has no vendor data.',
};

/** Describes the data in a file of OpenStack's or NoCloud's tree. */
export const fileSaying = (name: string): string | undefined => fileSources[name];
