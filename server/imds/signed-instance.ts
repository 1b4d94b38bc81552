import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** The machine that asks, as OpenStack's metadata agent names it. */
export interface SignedInstance {
  /** A UUID, or an instance-id. */
  id: string;
  projectId: string;
}

const names = {
  id: 'x-instance-id',
  projectId: 'x-tenant-id',
  signature: 'x-instance-id-signature',
} as const;

/** True if a request has any of the headers that name its machine. */
export const namesInstance = (headers: IncomingHttpHeaders) =>
  names.id in headers || names.projectId in headers || names.signature in headers;

/**
 * Reads the headers that OpenStack's metadata agent adds (nova: `metadata_proxy_shared_secret`). Returns the machine,
 * or the status of the refusal: 400 if one of the headers is missing, 403 if the signature is wrong. Only the id is
 * signed, so accept them from a trusted proxy only.
 */
export function readSignedInstance(headers: IncomingHttpHeaders, secret: string): SignedInstance | 400 | 403 {
  const [id, projectId, signature] = [names.id, names.projectId, names.signature].map((name) =>
    headers[name]?.toString(),
  );
  if (!id || !projectId || !signature) return 400;
  return isSignatureOf(signature, { id, secret }) ? { id, projectId } : 403;
}

/** True if a text is the HMAC-SHA256 of an id, in lower-case hexadecimal digits. The comparison is timing-safe. */
export function isSignatureOf(signature: string, { id, secret }: { id: string; secret: string }): boolean {
  const expected = Buffer.from(createHmac('sha256', secret).update(id).digest('hex'));
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
