import type { GivenContent } from '../contents/given-content.ts';
import type { Problems } from '../errors.ts';
import type { IamRole } from '../iam/iam-role.entity.ts';
import type { SshKey } from '../keys/ssh-key.entity.ts';
import type { UserData } from '../user-data/user-data.entity.ts';
import type { PlannedCustomMetadata } from './custom-metadata-plan.ts';
import type { Instance } from './instance.entity.ts';
import type { InstanceChanges } from './instance.inputs.ts';
import type { PlannedInterface } from './plan-interfaces.ts';

/** The input of a machine, with the names by which an upsert finds one. */
export type InstanceInput = InstanceChanges & { hostname?: string | null; instanceId?: string | null };

/** An input and its machine, undefined for a new one, with all references looked up. */
export interface ProvisionPlan {
  input: InstanceInput;
  instance: Instance | undefined;
  problems: Problems;
  interfaces: PlannedInterface[] | undefined;
  content: GivenContent | null | undefined;
  customMetadata: PlannedCustomMetadata[] | undefined;
  keys: Map<string, SshKey>;
  documents: Map<string, UserData>;
  roles: Map<string, IamRole>;
}

/** The document that an input names: a shared one, or the instance's own, which no other instance can have. */
export function documentOf({
  input: { userData },
  instance,
  documents,
}: Pick<ProvisionPlan, 'input' | 'instance' | 'documents'>): UserData | undefined {
  const present = instance?.userData ?? undefined;
  return present?.id === userData ? present : documents.get(userData ?? '');
}
