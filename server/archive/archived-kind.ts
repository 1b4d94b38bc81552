import { registerEnumType } from 'type-graphql';

/** The kinds of objects that are archived when they are deleted, by their types. */
export enum ArchivedKind {
  INSTANCE = 'Instance',
  SSH_KEY = 'SshKey',
  USER_DATA = 'UserData',
  VPC = 'Vpc',
  SUBNET = 'Subnet',
  SECURITY_GROUP = 'SecurityGroup',
}

registerEnumType(ArchivedKind, {
  name: 'ArchivedKind',
  description: 'The possible kinds of deleted objects.',
  valuesConfig: {
    INSTANCE: { description: 'An instance, with everything that belonged to it.' },
    SSH_KEY: { description: 'An SSH key.' },
    USER_DATA: { description: 'A user-data document, with its revisions.' },
    VPC: { description: 'A private network.' },
    SUBNET: { description: 'A part of a private network.' },
    SECURITY_GROUP: { description: 'A named group of interfaces.' },
  },
});

/** The number of days for which a deleted object can be restored. */
export const keptDays = 30;
