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
  description: 'What cloud-init takes a document for.',
  valuesConfig: {
    CLOUD_CONFIG: { description: 'Starts with `#cloud-config`.' },
    SCRIPT: { description: 'Starts with `#!`, or is a Windows script.' },
    MULTIPART: { description: 'A MIME archive of several parts.' },
    GZIP: { description: 'Compressed with gzip.' },
    OTHER: { description: 'Anything else.' },
  },
});
