/** The kinds of objects that are archived when they are deleted, by their types. */
export enum ArchivedKind {
  INSTANCE = 'Instance',
  SSH_KEY = 'SshKey',
  USER_DATA = 'UserData',
  VPC = 'Vpc',
  SUBNET = 'Subnet',
  SECURITY_GROUP = 'SecurityGroup',
}

/** The number of days for which a deleted object can be restored. */
export const keptDays = 30;
