import type { Seal } from '../seal.ts';
import type { IamRole } from './iam-role.entity.ts';

/** Temporary credentials, as a client gives them and a guest gets them. */
export interface RoleCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  token: string;
  expiration: Date;
}

type Secrets = Omit<RoleCredentials, 'expiration'>;

/** Gives a role its credentials, or takes them away. @throws BAD_USER_INPUT while SECRET_KEY is not configured */
export function setCredentials(
  role: IamRole,
  credentials: RoleCredentials | null,
  { seal, at }: { seal: Seal; at: Date },
): void {
  const { expiration = null, ...secrets } = credentials ?? {};
  role.sealedCredentials = credentials && seal.close(JSON.stringify(secrets), role.id);
  role.credentialsExpireAt = expiration;
  role.credentialsUpdatedAt = at;
}

/** The credentials of a role; undefined when it has none, or when they were sealed with another SECRET_KEY. */
export function credentialsOf(role: IamRole, seal: Seal): RoleCredentials | undefined {
  const { sealedCredentials, credentialsExpireAt: expiration } = role;
  const text = sealedCredentials === null ? undefined : seal.open(sealedCredentials, role.id);
  return text === undefined || expiration === null
    ? undefined
    : { ...(JSON.parse(text) as Secrets), expiration };
}
