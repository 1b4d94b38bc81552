import { Group } from '@mantine/core';
import Link from 'next/link';
import { graphql } from '../generated';
import type { RoleStatusFragment } from '../generated/graphql';
import { CredentialsStatus } from './credentials-status';
import { kinds } from '../records/kinds';

export const RoleStatusFields = graphql(`
  fragment RoleStatus on IamRole {
    id
    name
    credentialsState
    credentialsExpireAt
    failureCode
  }
`);

/** A link to a role, with the state of its credentials. */
export function RoleStatus({ role }: { role: RoleStatusFragment }) {
  return (
    <Group component="span" gap={12}>
      <Link href={`${kinds.iamRole.path}/${role.id}`}>{role.name}</Link>
      <CredentialsStatus role={role} />
    </Group>
  );
}
