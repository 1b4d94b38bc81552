import type { Config } from '../config.ts';
import { credentialsOf } from '../iam/set-credentials.ts';
import type { GuestRole, GuestRoleFailure } from '../metadata/guest-view.ts';
import type { Encryption } from '../encryption.ts';
import type { GuestRow, RoleRow } from './guest-row.ts';
import { sharedJson } from './shared-values.ts';

/** Returns a role with its credentials, or with the reason for having none, in the form of AWS for a failing role. */
export function guestRole(
  json: string | null,
  { account_id: accountId }: GuestRow,
  { config, encryption }: { config: Pick<Config, 'METADATA_PARTITION'>; encryption: Encryption },
): GuestRole | undefined {
  if (json === null) return undefined;
  const role = sharedJson<RoleRow>(json);
  const { name, credentialsExpireAt: end } = role;
  const encrypted = { ...role, credentialsExpireAt: end === null ? null : new Date(end) };
  const credentials = role.failureCode === null ? credentialsOf(encrypted, encryption) : undefined;
  return {
    name,
    instanceProfileArn:
      role.givenProfileArn ?? `arn:${config.METADATA_PARTITION}:iam::${accountId}:instance-profile/${name}`,
    instanceProfileId: role.instanceProfileId,
    lastUpdated: new Date(role.credentialsUpdatedAt),
    ...(credentials ? { credentials } : { failure: failureOf(role) }),
  };
}

function failureOf({ name, failureCode, failureMessage, sealedCredentials }: RoleRow): GuestRoleFailure {
  const defaultMessage =
    sealedCredentials === null
      ? `No credentials of the role ${name} are set.`
      : `The credentials of the role ${name} were encrypted with another SECRET_KEY and have to be set again.`;
  return { code: failureCode ?? 'AssumeRoleUnauthorizedAccess', message: failureMessage ?? defaultMessage };
}
