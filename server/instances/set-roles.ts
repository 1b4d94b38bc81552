import type { EntityManager } from '@mikro-orm/core';
import type { Problems } from '../errors.ts';
import { findByRefs, missing } from '../graphql/references.ts';
import type { IamRole } from '../iam/iam-role.entity.ts';
import { iamRoles } from '../iam/iam-role.references.ts';
import type { Instance } from './instance.entity.ts';
import type { InstanceChanges } from './instance.inputs.ts';

/** The properties of an instance that hold a role. */
const uses = ['iamRole', 'identityRole'] as const;

type RoleRefs = Pick<InstanceChanges, (typeof uses)[number]>;

/** Finds every role that the inputs name, by reference. */
export const findRoles = (em: EntityManager, inputs: RoleRefs[]): Promise<Map<string, IamRole>> =>
  findByRefs(
    em,
    iamRoles,
    inputs.flatMap((input) => uses.flatMap((use) => input[use] ?? [])),
  );

/** Reports the roles that do not exist. */
export function checkRoles(input: RoleRefs, roles: Map<string, IamRole>, problems: Problems): void {
  for (const use of uses) {
    const ref = input[use];
    if (ref && !roles.has(ref)) problems.add(use, missing(iamRoles, ref));
  }
}

/** Sets the roles that the input names; null removes one. */
export function setRoles(instance: Instance, input: RoleRefs, roles: Map<string, IamRole>): void {
  for (const use of uses) {
    const ref = input[use];
    if (ref !== undefined) instance[use] = ref === null ? null : roles.get(ref)!;
  }
}
