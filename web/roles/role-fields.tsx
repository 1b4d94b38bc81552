'use client';

import { Group, SegmentedControl, Switch, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import type { IamRoleRecordFragment } from '../generated/graphql';
import { FormSection, Pair } from '../parts/form-section';
import { CredentialsStatus } from './credentials-status';
import { CredentialsFields } from './credentials-fields';
import type { CredentialsWay, RoleValues } from './role-values';

type Props = { form: UseFormReturnType<RoleValues>; stored?: IamRoleRecordFragment };

export function RoleFields({ form, stored }: Props) {
  return (
    <>
      <FormSection title="Role" help="The name is listed under iam/security-credentials.">
        <TextInput label="Name" withAsterisk autoFocus {...form.getInputProps('name')} />
        <Pair>
          <TextInput
            label="Instance profile ARN"
            placeholder="generated from account and name"
            spellCheck={false}
            {...form.getInputProps('instanceProfileArn')}
          />
          <TextInput
            label="Instance profile id"
            placeholder={stored ? undefined : 'generated when empty'}
            spellCheck={false}
            {...form.getInputProps('instanceProfileId')}
          />
        </Pair>
      </FormSection>
      <FormSection
        title="Credentials"
        help="Stored encrypted, and served to machines only. Rotate them before they expire."
      >
        {stored && (
          <Group component="p" gap={8} m={0}>
            Current: <CredentialsStatus role={{ ...stored, failureCode: null }} />
          </Group>
        )}
        <SegmentedControl
          aria-label="Change of the credentials"
          data={waysOf(stored)}
          value={form.values.way}
          onChange={(way) => form.setFieldValue('way', way as CredentialsWay)}
        />
        {form.values.way === 'SET' && <CredentialsFields form={form} />}
      </FormSection>
      <FormSection
        title="Failing answer"
        help="Served to machines in place of credentials, to test a role that cannot be assumed."
      >
        <Switch label="Let the role fail" {...form.getInputProps('fails', { type: 'checkbox' })} />
        {form.values.fails && (
          <Pair>
            <TextInput
              label="Code"
              placeholder="AssumeRoleUnauthorizedAccess"
              spellCheck={false}
              {...form.getInputProps('failureCode')}
            />
            <TextInput label="Message" {...form.getInputProps('failureMessage')} />
          </Pair>
        )}
      </FormSection>
    </>
  );
}

function waysOf(stored: IamRoleRecordFragment | undefined): { value: CredentialsWay; label: string }[] {
  if (!stored || stored.credentialsState === 'NONE') {
    return [
      { value: 'KEEP', label: 'None' },
      { value: 'SET', label: 'Set' },
    ];
  }
  return [
    { value: 'KEEP', label: 'Keep' },
    { value: 'SET', label: 'Rotate' },
    { value: 'TAKE', label: 'Remove' },
  ];
}
