import type { Problems } from '../errors.ts';
import type { Context } from '../graphql/context.ts';
import type { Named } from '../records/named-kind.ts';
import type { WriteRequest } from '../records/writable-kind.ts';
import type { IamRole } from './iam-role.entity.ts';
import type { RoleChanges, RoleCredentialsInput } from './iam-role.inputs.ts';
import { setCredentials } from './set-credentials.ts';

type RoleContext = Pick<Context, 'encryption' | 'clock'>;

/** Checks the credentials of the inputs, and returns for each input a function that changes its role. */
export function planRoles(
  requests: WriteRequest<IamRole, Named<RoleChanges>>[],
  context: RoleContext,
): ((role: IamRole) => void)[] {
  return requests.map(({ input, problems }) => {
    if (input.credentials) checkCredentials(input.credentials, context, problems);
    return (role) => changeRole(role, input, context);
  });
}

function checkCredentials(
  { expiration, lastUpdated }: RoleCredentialsInput,
  { encryption, clock }: RoleContext,
  problems: Problems,
): void {
  if (!encryption.isPersistent)
    problems.add('credentials', {
      code: 'BAD_USER_INPUT',
      message: 'Credentials are kept encrypted with SECRET_KEY, and the server has none configured.',
      hint: 'Set SECRET_KEY (make one with: openssl rand -hex 32) and start the server again.',
    });
  if (expiration && expiration <= clock())
    problems.add(['credentials', 'expiration'], {
      code: 'BAD_USER_INPUT',
      message: `${expiration.toISOString()} is past: nobody could use these credentials.`,
      hint: 'Send the Expiration that was issued with the credentials.',
    });
  if (expiration && lastUpdated && lastUpdated >= expiration)
    problems.add(['credentials', 'lastUpdated'], {
      code: 'BAD_USER_INPUT',
      message: 'Credentials are issued before they end.',
      hint: 'Leave lastUpdated out to say that they are issued now.',
    });
}

function changeRole(role: IamRole, input: RoleChanges, { encryption, clock }: RoleContext): void {
  const { instanceProfileArn, instanceProfileId, credentials, failure } = input;
  const at = clock();
  if (instanceProfileArn !== undefined) role.givenProfileArn = instanceProfileArn;
  if (instanceProfileId) role.instanceProfileId = instanceProfileId;
  if (failure !== undefined) role.setFailure(failure, at);
  else if (credentials) role.setFailure(null, at);
  if (credentials !== undefined) setCredentials(role, credentials, { encryption, at });
}
