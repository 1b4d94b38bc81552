import { awsJson, timestamp } from './aws-json.ts';
import type { GuestRole, GuestView } from './guest-view.ts';

/**
 * `iam/info`: the instance profile. A missing profile is the only failure of a role that shows here, as AWS documents
 * for the troubleshooting of roles.
 */
export function profileInfo({ role }: GuestView): string | undefined {
  if (role === undefined) return undefined;
  if (role.failure?.code === 'InstanceProfileNotFound') return failure(role);
  return awsJson({
    Code: 'Success',
    LastUpdated: timestamp(role.lastUpdated),
    InstanceProfileArn: role.instanceProfileArn,
    InstanceProfileId: role.instanceProfileId,
  });
}

/** `identity-credentials/ec2/info`: the account, which every instance has. */
export function identityInfo({ identityRole, launchedAt, accountId }: GuestView): string {
  return awsJson({
    Code: 'Success',
    LastUpdated: timestamp(identityRole?.lastUpdated ?? launchedAt),
    AccountId: accountId,
  });
}

/** The credentials of a role, or the reason why there are none: clients read the code, not the HTTP status. */
export function roleCredentials(role: GuestRole): string {
  if (role.credentials === undefined) return failure(role);
  const { accessKeyId, secretAccessKey, token, expiration } = role.credentials;
  return awsJson({
    Code: 'Success',
    LastUpdated: timestamp(role.lastUpdated),
    Type: 'AWS-HMAC',
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey,
    Token: token,
    Expiration: timestamp(expiration),
  });
}

function failure({ failure: reason, lastUpdated }: GuestRole): string {
  return awsJson({
    Code: reason?.code ?? 'AssumeRoleUnauthorizedAccess',
    Message: reason?.message,
    LastUpdated: timestamp(lastUpdated),
  });
}
