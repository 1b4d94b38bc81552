'use client';

import type { CreateIamRoleInput, IamRoleRecordFragment } from '../generated/graphql';
import { StatusBadge } from '../parts/status-badge';
import { CopyableText } from '../parts/copyable-text';
import { When } from '../parts/when';
import { kinds } from '../records/kinds';
import type { RecordKind } from '../records/record-kind';
import { CredentialsStatus } from './credentials-status';
import { roleDocuments } from './role-documents';
import { RoleFields } from './role-fields';
import { emptyRole, roleFieldOf, roleInputOf, type RoleValues, roleValuesOf } from './role-values';

export const roleKind: RecordKind<IamRoleRecordFragment, RoleValues, CreateIamRoleInput> = {
  ...kinds.iamRole,
  documents: roleDocuments,
  columns: [
    { accessor: 'credentials', title: 'Credentials', render: (role) => <CredentialsStatus role={role} /> },
    {
      accessor: 'credentialsUpdatedAt',
      title: 'Last refreshed',
      render: (role) => <When at={role.credentialsUpdatedAt} />,
    },
    { accessor: 'instances', title: 'Instances', render: ({ instances }) => instances.totalCount },
  ],
  invitation: 'A machine with a role is served its temporary credentials, in the format of AWS SDKs.',
  users: {
    path: kinds.instance.path,
    ...kinds.instance.words,
    fate: 'using it; they will have no role',
  },
  empty: emptyRole,
  valuesOf: roleValuesOf,
  inputOf: roleInputOf,
  fieldOf: roleFieldOf,
  secret: ['accessKeyId', 'secretAccessKey', 'token'],
  Fields: RoleFields,
  factsOf: (role) => [
    ['Credentials', <CredentialsStatus key="l" role={role} />],
    ['Last refreshed', <When key="r" at={role.credentialsUpdatedAt} />],
    [
      'Failing answer',
      role.failureCode && (
        <StatusBadge tone="error">
          <span>
            <span className="mono">{role.failureCode}</span>: {role.failureMessage}
          </span>
        </StatusBadge>
      ),
    ],
    ['Profile ARN', role.instanceProfileArn ?? 'generated from the account of the machine and the name'],
    ['Profile id', <CopyableText key="p" value={role.instanceProfileId} what="instance profile id" />],
  ],
};
