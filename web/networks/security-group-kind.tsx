'use client';

import { Textarea, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import type { CreateSecurityGroupInput, SecurityGroupRecordFragment } from '../generated/graphql';
import { FormSection } from '../parts/form-section';
import { kinds } from '../records/kinds';
import type { RecordKind } from '../records/record-kind';
import { securityGroupDocuments } from './security-group-documents';

type GroupValues = { name: string; description: string };

export const securityGroupKind: RecordKind<
  SecurityGroupRecordFragment,
  GroupValues,
  CreateSecurityGroupInput
> = {
  ...kinds.securityGroup,
  documents: securityGroupDocuments,
  columns: [
    {
      accessor: 'description',
      title: 'Description',
      render: ({ description }) => description || <span className="muted">–</span>,
    },
    { accessor: 'instances', title: 'Instances', render: ({ instances }) => instances.totalCount },
  ],
  invitation:
    'The metadata of a machine has the names and ids of its groups. A new machine is in the group default.',
  users: {
    path: kinds.instance.path,
    ...kinds.instance.words,
    fate: 'in it; they are removed from it',
  },
  empty: { name: '', description: '' },
  valuesOf: ({ name, description }) => ({ name, description }),
  inputOf: ({ name, description }) => ({ name: name.trim(), description }),
  Fields: GroupFields,
  factsOf: ({ description }) => [['Description', description]],
};

function GroupFields({ form }: { form: UseFormReturnType<GroupValues> }) {
  return (
    <FormSection
      title="Security group"
      help="CloudMeta only serves its name and id. It does not filter traffic."
    >
      <TextInput label="Name" withAsterisk autoFocus {...form.getInputProps('name')} />
      <Textarea label="Description" autosize minRows={2} {...form.getInputProps('description')} />
    </FormSection>
  );
}
