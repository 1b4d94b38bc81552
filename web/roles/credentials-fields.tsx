'use client';

import { PasswordInput, Textarea, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { Pair } from '../parts/form-section';
import { MomentInput } from '../parts/moment-input';
import type { RoleValues } from './role-values';

/** The fields for new credentials, as `aws sts assume-role` prints them. */
export function CredentialsFields({ form }: { form: UseFormReturnType<RoleValues> }) {
  return (
    <>
      <Pair>
        <TextInput
          label="Access key id"
          withAsterisk
          autoComplete="off"
          spellCheck={false}
          {...form.getInputProps('accessKeyId')}
        />
        <PasswordInput
          label="Secret access key"
          withAsterisk
          autoComplete="new-password"
          visibilityToggleButtonProps={{ 'aria-label': 'Show the secret access key' }}
          {...form.getInputProps('secretAccessKey')}
        />
      </Pair>
      <Textarea
        label="Session token"
        withAsterisk
        autoComplete="off"
        autosize
        minRows={2}
        maxRows={6}
        spellCheck={false}
        {...form.getInputProps('token')}
      />
      <MomentInput
        label="Expires"
        description="In your time zone; must be in the future"
        withAsterisk
        maw={280}
        {...form.getInputProps('expiration')}
      />
    </>
  );
}
