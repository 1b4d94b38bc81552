import type { IamRoleRecordFragment } from '../generated/graphql';
import { Lamp } from '../parts/lamp';
import { When } from '../parts/when';

type Role = Pick<IamRoleRecordFragment, 'credentialsState' | 'credentialsExpireAt' | 'failureCode'>;

/** Whether a role is of use to its machines, and for how long. */
export function CredentialsLamp({ role }: { role: Role }) {
  const { credentialsState: state, credentialsExpireAt: end, failureCode } = role;
  if (failureCode) return <Lamp tone="error">fails: {failureCode}</Lamp>;
  if (state === 'NONE') return <Lamp tone="idle">none set</Lamp>;
  if (state === 'UNREADABLE') return <Lamp tone="error">sealed with another SECRET_KEY</Lamp>;
  return (
    <Lamp tone={state === 'EXPIRED' ? 'error' : 'ok'}>
      <span>
        {state === 'EXPIRED' ? 'expired ' : 'expire '}
        {end && <When at={end} />}
      </span>
    </Lamp>
  );
}
