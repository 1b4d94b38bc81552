/** The facts of the Advanced section: name in the API, label, and the type where it is not a text. */
export const advancedFacts = [
  ['localHostname', 'Local hostname'],
  ['publicHostname', 'Public hostname'],
  ['region', 'Region'],
  ['availabilityZoneId', 'Availability zone id'],
  ['accountId', 'Account id'],
  ['architecture', 'Architecture'],
  ['reservationId', 'Reservation id'],
  ['launchIndex', 'Launch index', 'number'],
  ['lifeCycle', 'Life cycle'],
  ['profile', 'Profile'],
  ['system', 'System'],
  ['kernelId', 'Kernel id'],
  ['ramdiskId', 'RAM disk id'],
  ['amiManifestPath', 'AMI manifest path'],
  ['placementGroupName', 'Placement group'],
  ['placementHostId', 'Dedicated host id'],
  ['placementPartitionNumber', 'Placement partition', 'number'],
  ['outpostArn', 'Outpost ARN'],
  ['instanceAction', 'Instance action'],
  ['monitoring', 'Monitoring'],
] as const;

/** The facts that the form has as texts; an empty text is the default. */
export const textFacts = [
  'instanceType',
  'imageId',
  'availabilityZone',
  ...advancedFacts.map(([name]) => name),
] as const;
export type TextFact = (typeof textFacts)[number];

export const numberFacts: readonly TextFact[] = advancedFacts.flatMap(([name, , type]) =>
  type === 'number' ? [name] : [],
);
