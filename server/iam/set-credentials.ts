import { isDeepStrictEqual } from 'node:util';
import type { Encryption } from '../encryption.ts';
import type { IamRole } from './iam-role.entity.ts';

/** Temporary credentials, as a client sets them and a guest reads them. */
export interface RoleCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  token: string;
  expiration: Date;
}

/** The same with the time they were issued, if the client gives it. */
export interface IssuedCredentials extends RoleCredentials {
  lastUpdated?: Date | null;
}

type Secrets = Omit<RoleCredentials, 'expiration'>;

/**
 * Sets or removes the credentials of a role. Credentials that it already has change nothing, although encrypting them
 * again would give other bytes.
 * @throws BAD_USER_INPUT while SECRET_KEY is not configured
 */
export function setCredentials(
  role: IamRole,
  credentials: IssuedCredentials | null,
  { encryption, at }: { encryption: Encryption; at: Date },
): void {
  if (credentials === null) return removeCredentials(role, at);
  const { accessKeyId, secretAccessKey, token, expiration, lastUpdated } = credentials;
  const secrets: Secrets = { accessKeyId, secretAccessKey, token };
  const isNew = !isDeepStrictEqual(credentialsOf(role, encryption), { ...secrets, expiration });
  if (isNew) {
    role.sealedCredentials = encryption.encrypt(JSON.stringify(secrets), role.id);
    role.credentialsExpireAt = expiration;
  }
  if (isNew || lastUpdated) role.credentialsUpdatedAt = lastUpdated ?? at;
}

function removeCredentials(role: IamRole, at: Date): void {
  if (role.sealedCredentials === null) return;
  role.sealedCredentials = null;
  role.credentialsExpireAt = null;
  role.credentialsUpdatedAt = at;
}

/** The credentials of a role; undefined if it has none, or if they were encrypted with another SECRET_KEY. */
export function credentialsOf(
  role: Pick<IamRole, 'id' | 'sealedCredentials' | 'credentialsExpireAt'>,
  encryption: Encryption,
): RoleCredentials | undefined {
  const { sealedCredentials, credentialsExpireAt: expiration } = role;
  const text = sealedCredentials === null ? undefined : encryption.decrypt(sealedCredentials, role.id);
  return text === undefined || expiration === null
    ? undefined
    : { ...(JSON.parse(text) as Secrets), expiration };
}
