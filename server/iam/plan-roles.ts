import type { Problems } from '../errors.ts';
import type { Context } from '../graphql/context.ts';
import type { Wanted } from '../records/named-kind.ts';
import type { IamRole } from './iam-role.entity.ts';
import type { RoleChanges, RoleCredentialsInput } from './iam-role.inputs.ts';
import { setCredentials } from './role-credentials.ts';

type Desk = Pick<Context, 'seal' | 'clock'>;

/** Checks what the inputs say of credentials, and gives for each what changes its role. */
export function planRoles(wanted: Wanted<IamRole, RoleChanges>[], desk: Desk): ((role: IamRole) => void)[] {
  return wanted.map(({ input, problems }) => {
    if (input.credentials) checkCredentials(input.credentials, desk, problems);
    return (role) => changeRole(role, input, desk);
  });
}

function checkCredentials(
  { expiration, lastUpdated }: RoleCredentialsInput,
  { seal, clock }: Desk,
  problems: Problems,
): void {
  if (!seal.lasts)
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

function changeRole(role: IamRole, input: RoleChanges, { seal, clock }: Desk): void {
  const { instanceProfileArn, instanceProfileId, credentials, failure } = input;
  const at = clock();
  if (instanceProfileArn !== undefined) role.givenProfileArn = instanceProfileArn;
  if (instanceProfileId) role.instanceProfileId = instanceProfileId;
  if (failure !== undefined) role.setFailure(failure, at);
  else if (credentials) role.setFailure(null, at);
  if (credentials !== undefined) setCredentials(role, credentials, { seal, at });
}
