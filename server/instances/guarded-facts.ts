import { isDeepStrictEqual } from 'node:util';
import type { Actor } from '../access/actor.ts';
import type { PlannedCustomMetadata } from './custom-metadata-plan.ts';
import { changedNetworkFields } from './guarded-network.ts';
import type { Instance } from './instance.entity.ts';
import type { ProvisionPlan } from './provision-plan.ts';
import { hasRole, mayAssignRoles, assignForbidden } from './role-guard.ts';

type Planned = Omit<ProvisionPlan, 'instance'>;

/**
 * Refuses, each at its field, changes that need the permission to assign roles: the role of a machine, and for a
 * machine with a role the data that it boots with and the addresses and names that identify it. Unchanged values may be
 * sent.
 */
export function refuseGuarded(plan: Planned, instance: Instance | undefined, actor: Actor): void {
  if (mayAssignRoles(actor)) return;
  for (const use of ['iamRole', 'identityRole'] as const)
    if (changesRole(plan, instance, use)) plan.problems.add(use, assignForbidden(whyNoRole));
  if (!instance || !hasRole(instance)) return;
  for (const field of guardedFields(plan, instance))
    plan.problems.add(
      field,
      assignForbidden(
        `${instance.hostname} has a role. ${consequences[field] ?? 'Whoever writes this has its credentials at the next boot.'}`,
      ),
    );
}

const whyNoRole =
  'Whoever writes the user-data or keys of a machine has the credentials of its role, so not everybody gives and takes roles.';

const impersonation = 'Another machine could be taken for it and get its credentials.';

/** The danger of changing a field, for fields other than the boot data. */
const consequences: Record<string, string> = Object.fromEntries(
  [
    'hostname',
    'externalId',
    'uuid',
    'addresses',
    'mac',
    'publicAddress',
    'interfaces',
    'callerAddresses',
  ].map((field) => [field, impersonation]),
);

function changesRole(
  { input, roles }: Planned,
  instance: Instance | undefined,
  use: 'iamRole' | 'identityRole',
): boolean {
  const ref = input[use];
  if (ref === undefined || (ref !== null && !roles.has(ref))) return false;
  return (ref === null ? null : roles.get(ref)!) !== (instance?.[use] ?? null);
}

/** The fields of an input that would change a guarded value. */
function guardedFields(plan: Planned, instance: Instance): string[] {
  const { input, interfaces } = plan;
  const changed = Object.entries(checks).filter(
    ([field, isChanged]) => input[field as keyof typeof input] !== undefined && isChanged(plan, instance),
  );
  return [...changed.map(([field]) => field), ...changedNetworkFields(instance, input, interfaces)];
}

type Check = (plan: Planned, instance: Instance) => boolean;

/** Checks if a field would change a guarded value; each is called only if its field is given. */
const checks: Record<string, Check> = {
  hostname: ({ input }, { hostname }) => !!input.hostname && input.hostname !== hostname,
  externalId: ({ input }, { externalId }) => input.externalId !== externalId,
  uuid: ({ input }, { uuid }) => !!input.uuid && input.uuid !== uuid,
  keys: changesKeys,
  userData: changesDocument,
  userDataText: changesContent,
  userDataBytes: changesContent,
  callerAddresses: changesCallers,
  customMetadata: changesCustomMetadata,
};

function changesKeys({ input, keys }: Planned, { orderedKeys }: Instance): boolean {
  const wanted = (input.keys ?? []).flatMap((ref) => keys.get(ref) ?? []);
  const next = [...new Set(wanted)].map(({ id }) => id);
  return !isDeepStrictEqual(
    next,
    orderedKeys.map(({ id }) => id),
  );
}

function changesDocument({ input, documents, content }: Planned, { userData }: Instance): boolean {
  if (input.userData) return documents.has(input.userData) && documents.get(input.userData) !== userData;
  return !content && userData !== null;
}

function changesContent({ input, content }: Planned, { userData }: Instance): boolean {
  if (input.userData) return false; // both at once are refused anyway
  if (!content || content.size === 0) return userData !== null;
  return userData === null || userData.name !== null || userData.sha256 !== content.sha256;
}

function changesCallers({ input, interfaces }: Planned, instance: Instance): boolean {
  const planned = interfaces?.flatMap(({ addresses }) => addresses.map(({ address }) => address));
  const own = new Set(planned ?? instance.addresses);
  const next = [...new Set(input.callerAddresses ?? [])].filter((address) => address && !own.has(address));
  return !isDeepStrictEqual(next, instance.callerAddresses);
}

function changesCustomMetadata({ customMetadata = [] }: Planned, instance: Instance): boolean {
  const now = new Map([...instance.customMetadata].map((one) => [one.path, one]));
  const isSame = ({ path, since, content }: PlannedCustomMetadata) => {
    const present = now.get(path);
    return present?.since === since && present.sha256 === content.sha256;
  };
  return customMetadata.length !== now.size || !customMetadata.every(isSame);
}
