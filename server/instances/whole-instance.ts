/** The paths of all parts of an instance, for `populate`. */
export const wholeInstance = [
  'interfaces.groupMemberships.group',
  'interfaces.subnet.vpc',
  'addressRows',
  'keyAttachments.key',
  'tags',
  'userData',
  'iamRole',
  'identityRole',
  'customMetadata',
  'maintenanceEvents',
] as const;
