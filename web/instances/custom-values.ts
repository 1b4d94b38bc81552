import type { CustomMetadataInput, InstanceFormFragment } from '../generated/graphql';

/** A further path and its value. A binary value is kept as `base64` until the user enters a text. */
export type CustomValues = { path: string; value: string; base64: string | null; since: string };

export const emptyCustom: CustomValues = { path: 'meta-data/', value: '', base64: null, since: '' };

export function customOf({
  path,
  value,
  bytes,
  since,
}: InstanceFormFragment['customMetadata'][number]): CustomValues {
  const isText = typeof value === 'string';
  return { path, value: isText ? value : '', base64: isText ? null : bytes, since: since ?? '' };
}

export function customInputOf({ path, value, base64, since }: CustomValues): CustomMetadataInput {
  return {
    path: path.trim(),
    since: since.trim() || null,
    ...(base64 === null ? { value } : { bytes: base64 }),
  };
}
