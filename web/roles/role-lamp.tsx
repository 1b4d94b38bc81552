import { Group } from '@mantine/core';
import Link from 'next/link';
import { graphql } from '../generated';
import type { RoleLampFragment } from '../generated/graphql';
import { CredentialsLamp } from './credentials-lamp';

export const RoleLampFields = graphql(`
  fragment RoleLamp on IamRole {
    id
    name
    credentialsState
    credentialsExpireAt
    failureCode
  }
`);

/** A role by name, and whether it is of use just now. */
export function RoleLamp({ role }: { role: RoleLampFragment }) {
  return (
    <Group component="span" gap={12}>
      <Link href={`/roles/${role.id}`}>{role.name}</Link>
      <CredentialsLamp role={role} />
    </Group>
  );
}
