import type { CreateIamRoleInput, IamRoleRecordFragment } from '../generated/graphql';
import { isoOf } from '../parts/moment-input';

/** The change of the credentials: the API never returns them, so the form only has new ones. */
export type CredentialsWay = 'KEEP' | 'SET' | 'TAKE';

export type RoleValues = {
  name: string;
  instanceProfileArn: string;
  instanceProfileId: string;
  way: CredentialsWay;
  accessKeyId: string;
  secretAccessKey: string;
  token: string;
  expiration: string;
  fails: boolean;
  failureCode: string;
  failureMessage: string;
};

export const emptyRole: RoleValues = {
  name: '',
  instanceProfileArn: '',
  instanceProfileId: '',
  way: 'KEEP',
  accessKeyId: '',
  secretAccessKey: '',
  token: '',
  expiration: '',
  fails: false,
  failureCode: '',
  failureMessage: '',
};

export function roleValuesOf(role: IamRoleRecordFragment): RoleValues {
  return {
    ...emptyRole,
    name: role.name,
    instanceProfileArn: role.instanceProfileArn ?? '',
    instanceProfileId: role.instanceProfileId,
    fails: role.failureCode !== null && role.failureCode !== undefined,
    failureCode: role.failureCode ?? '',
    failureMessage: role.failureMessage ?? '',
  };
}

function credentialsOf({ way, ...values }: RoleValues): CreateIamRoleInput['credentials'] {
  if (way === 'KEEP') return undefined;
  if (way === 'TAKE') return null;
  return {
    accessKeyId: values.accessKeyId.trim(),
    secretAccessKey: values.secretAccessKey.trim(),
    token: values.token.trim(),
    expiration: isoOf(values.expiration) ?? '',
  };
}

export function roleInputOf(values: RoleValues): CreateIamRoleInput {
  return {
    name: values.name.trim(),
    instanceProfileArn: values.instanceProfileArn.trim() || null,
    instanceProfileId: values.instanceProfileId.trim() || undefined,
    credentials: credentialsOf(values),
    failure: values.fails ? { code: values.failureCode.trim(), message: values.failureMessage.trim() } : null,
  };
}

const failureFields: Record<string, string> = { code: 'failureCode', message: 'failureMessage' };

/** The form field for a path of the input. */
export function roleFieldOf([name, inner]: string[]): string | undefined {
  if (name === 'credentials') return inner ?? 'accessKeyId';
  return name === 'failure' ? failureFields[inner ?? 'code'] : name;
}
