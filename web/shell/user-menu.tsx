'use client';

import { useApolloClient, useMutation } from '@apollo/client/react';
import { Button, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconChevronDown, IconLogout, IconPassword } from '@tabler/icons-react';
import Link from 'next/link';
import { graphql } from '../generated';
import { problemOf } from '../parts/problem';
import { roleName } from '../access/role-names';
import { useViewer } from '../access/viewer';

const SignOut = graphql(`
  mutation SignOut {
    signOut {
      viewer {
        name
      }
    }
  }
`);

export function UserMenu() {
  const viewer = useViewer();
  const client = useApolloClient();
  const [signOut] = useMutation(SignOut);
  const leave = async () => {
    try {
      await signOut();
      client.stop();
      window.location.assign('/admin/login');
    } catch (error) {
      notifications.show({ title: 'Could not sign out', message: problemOf(error).cause, color: 'red' });
    }
  };
  return (
    <Menu width={220}>
      <Menu.Target>
        <Button variant="subtle" color="gray" rightSection={<IconChevronDown size={14} aria-hidden />}>
          {viewer.name}
        </Button>
      </Menu.Target>
      <Menu.Dropdown aria-label="Signed-in user">
        <Menu.Label>{roleName(viewer.role)}</Menu.Label>
        <Menu.Item component={Link} href="/me" leftSection={<IconPassword size={15} aria-hidden />}>
          Change password
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={15} aria-hidden />} onClick={() => void leave()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
