import { registerEnumType } from 'type-graphql';
import type { Encryption } from '../encryption.ts';
import type { IamRole } from './iam-role.entity.ts';
import { credentialsOf } from './set-credentials.ts';

/** The state of the credentials of a role, for users who may not see the credentials. */
export enum CredentialsState {
  NONE = 'NONE',
  CURRENT = 'CURRENT',
  EXPIRED = 'EXPIRED',
  UNREADABLE = 'UNREADABLE',
}

registerEnumType(CredentialsState, {
  name: 'CredentialsState',
  description: 'The possible states of the credentials of a role.',
  valuesConfig: {
    NONE: { description: 'No credentials are set.' },
    CURRENT: { description: 'The credentials are set and have not expired.' },
    EXPIRED: {
      description: 'The credentials have expired: instances still get them, but can do nothing with them.',
    },
    UNREADABLE: {
      description:
        'The credentials were encrypted with another SECRET_KEY: instances get none until they are set again.',
    },
  },
});

export function credentialsStateOf(
  role: IamRole,
  { encryption, now }: { encryption: Encryption; now: Date },
): CredentialsState {
  if (role.sealedCredentials === null) return CredentialsState.NONE;
  const credentials = credentialsOf(role, encryption);
  if (!credentials) return CredentialsState.UNREADABLE;
  return credentials.expiration > now ? CredentialsState.CURRENT : CredentialsState.EXPIRED;
}
