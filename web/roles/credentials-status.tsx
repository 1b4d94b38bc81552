import type { IamRoleRecordFragment } from '../generated/graphql';
import { StatusBadge } from '../parts/status-badge';
import { When } from '../parts/when';

type Role = Pick<IamRoleRecordFragment, 'credentialsState' | 'credentialsExpireAt' | 'failureCode'>;

/** Shows the state of a role's credentials, and their expiration. */
export function CredentialsStatus({ role }: { role: Role }) {
  const { credentialsState: state, credentialsExpireAt: end, failureCode } = role;
  if (failureCode) return <StatusBadge tone="error">fails: {failureCode}</StatusBadge>;
  if (state === 'NONE') return <StatusBadge tone="idle">none set</StatusBadge>;
  if (state === 'UNREADABLE')
    return <StatusBadge tone="error">encrypted with another SECRET_KEY</StatusBadge>;
  return (
    <StatusBadge tone={state === 'EXPIRED' ? 'error' : 'ok'}>
      <span>
        {state === 'EXPIRED' ? 'expired ' : 'expire '}
        {end && <When at={end} />}
      </span>
    </StatusBadge>
  );
}
