import { registerEnumType } from 'type-graphql';

export enum UserDataKind {
  CLOUD_CONFIG = 'cloud-config',
  SCRIPT = 'script',
  MULTIPART = 'multipart',
  GZIP = 'gzip',
  OTHER = 'other',
}

registerEnumType(UserDataKind, {
  name: 'UserDataKind',
  description: 'The possible kinds of user-data for cloud-init.',
  valuesConfig: {
    CLOUD_CONFIG: { description: 'A document that starts with `#cloud-config`.' },
    SCRIPT: { description: 'A document that starts with `#!`, or a Windows script.' },
    MULTIPART: { description: 'A MIME archive of several parts.' },
    GZIP: { description: 'A document compressed with gzip.' },
    OTHER: { description: 'Any other document.' },
  },
});
