'use client';

import { useMutation } from '@apollo/client/react';
import { Button, Group, PasswordInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { graphql } from '../generated';
import { Failure } from '../parts/failure';
import { FormSection } from '../parts/form-section';
import { fieldErrorsOf, problemOf } from '../parts/problem';
import { useViewer } from './viewer';

const ChangePassword = graphql(`
  mutation ChangePassword($input: ChangePasswordInput!) {
    changePassword(input: $input) {
      viewer {
        ...SignedInViewer
      }
    }
  }
`);

const show = { visibilityToggleButtonProps: { 'aria-label': 'Show the password' } };

export function PasswordForm() {
  const viewer = useViewer();
  const [change, { loading, error }] = useMutation(ChangePassword);
  const form = useForm({
    initialValues: { currentPassword: '', newPassword: '', again: '' },
    validate: {
      currentPassword: (value) => (value ? null : 'Enter your current password.'),
      newPassword: (value) => (value ? null : 'Enter a new password.'),
      again: (value, values) => (value === values.newPassword ? null : 'The passwords do not match.'),
    },
  });
  const submit = form.onSubmit(async ({ currentPassword, newPassword }) => {
    try {
      await change({ variables: { input: { currentPassword, newPassword } } });
      form.reset();
      notifications.show({ message: 'Password changed.' });
    } catch (refused) {
      form.setErrors(fieldErrorsOf(problemOf(refused), ([name]) => name).placed);
    }
  });
  return (
    <form onSubmit={submit} noValidate>
      {error && <Failure error={error} title="Could not change the password" />}
      <FormSection title="Password" help="Changing it ends your other sessions.">
        <input type="hidden" name="username" autoComplete="username" value={viewer.name ?? ''} />
        <PasswordInput
          label="Current password"
          autoComplete="current-password"
          {...show}
          {...form.getInputProps('currentPassword')}
        />
        <PasswordInput
          label="New password"
          description={
            viewer.role === 'SUPERUSER'
              ? 'At least 12 characters, and not your user name.'
              : 'At least 8 characters.'
          }
          autoComplete="new-password"
          {...show}
          {...form.getInputProps('newPassword')}
        />
        <PasswordInput
          label="Confirm new password"
          autoComplete="new-password"
          {...show}
          {...form.getInputProps('again')}
        />
        <Group>
          <Button type="submit" loading={loading}>
            Change password
          </Button>
        </Group>
      </FormSection>
    </form>
  );
}
