'use client';

import { useMutation, useQuery } from '@apollo/client/react';
import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMounted } from '@mantine/hooks';
import { graphql } from '../generated';
import { CodeBlock } from '../parts/code-block';
import { Failure } from '../parts/failure';
import { Loading } from '../parts/loading';
import { Notice } from '../parts/notice';
import { fieldErrorsOf, problemOf } from '../parts/problem';
import classes from './sign-in.module.css';
import { returnUrl } from './return-url';

const SetupQuery = graphql(`
  query Setup {
    setup {
      hasUsers
    }
  }
`);

const SignIn = graphql(`
  mutation SignIn($input: SignInInput!) {
    signIn(input: $input) {
      viewer {
        ...SignedInViewer
      }
    }
  }
`);

/** Is drawn by the browser alone: what was typed into a form from the server would be lost once its code has come. */
export function SignInForm({ next }: { next: string | null }) {
  const isMounted = useMounted();
  const [signIn, { loading, error }] = useMutation(SignIn);
  const form = useForm({
    initialValues: { username: '', password: '' },
    validate: {
      username: (value) => (value.trim() ? null : 'Enter your username.'),
      password: (value) => (value ? null : 'Enter your password.'),
    },
  });
  const submit = form.onSubmit(async (input) => {
    try {
      await signIn({ variables: { input } });
      window.location.assign(returnUrl(next));
    } catch (refused) {
      form.setErrors(fieldErrorsOf(problemOf(refused), ([name]) => name).placed);
    }
  });
  if (!isMounted) return <Loading rows={5} />;
  return (
    <>
      <FirstUser />
      {error && <Failure error={error} title="Could not sign in" />}
      <form onSubmit={submit} className={classes.form} noValidate>
        <TextInput label="Username" autoComplete="username" autoFocus {...form.getInputProps('username')} />
        <PasswordInput
          label="Password"
          autoComplete="current-password"
          visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
          {...form.getInputProps('password')}
        />
        <Button type="submit" loading={loading} fullWidth>
          Sign in
        </Button>
      </form>
    </>
  );
}

function FirstUser() {
  const { data } = useQuery(SetupQuery);
  if (!data || data.setup.hasUsers) return null;
  return (
    <Notice title="No user yet" tone="warn">
      <p>Create the first one on the machine where CloudMeta runs, then sign in here.</p>
      <CodeBlock title="In a terminal" text="npx cloudmeta createsuperuser" />
    </Notice>
  );
}
