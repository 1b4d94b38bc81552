/** The types of archived objects by their kinds, as the names of mutations contain them. */
export const archivedTypes = {
  INSTANCE: 'Instance',
  SSH_KEY: 'SshKey',
  USER_DATA: 'UserData',
  VPC: 'Vpc',
  SUBNET: 'Subnet',
  SECURITY_GROUP: 'SecurityGroup',
} as const;

/** The values of `--kind`: as the list prints them, and as the API calls them. */
export const archivedKinds = [...Object.values(archivedTypes), ...Object.keys(archivedTypes)];
