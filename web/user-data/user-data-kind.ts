import type { UserDataKind } from '../generated/graphql';

export const kindNames: Record<UserDataKind, string> = {
  CLOUD_CONFIG: 'cloud-config',
  SCRIPT: 'script',
  MULTIPART: 'multipart',
  GZIP: 'gzip',
  OTHER: 'not recognised',
};
