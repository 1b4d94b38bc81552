import type { UserDataKind } from '../generated/graphql';

export const kindNames: Record<UserDataKind, string> = {
  CLOUD_CONFIG: 'cloud-config',
  SCRIPT: 'script',
  MULTIPART: 'multipart',
  GZIP: 'gzip',
  OTHER: 'not recognised',
};

/** The kind that cloud-init will detect; the server determines it again for the saved document. */
export function kindOfText(text: string): UserDataKind {
  const [first = ''] = text.split('\n', 1);
  if (/^#cloud-config\s*$/.test(first)) return 'CLOUD_CONFIG';
  if (first.startsWith('#!')) return 'SCRIPT';
  if (/^(content-type: multipart|mime-version:)/i.test(first)) return 'MULTIPART';
  return 'OTHER';
}
