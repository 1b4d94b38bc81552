import { setImmediate } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { EntityManager } from '@mikro-orm/core';
import { chunksOf } from '../graphql/chunks.ts';
import { flushAsExpected } from '../graphql/version.ts';
import { changeInstances, type InstanceChange } from '../instances/change-instances.ts';
import { NetworkInterface } from './network-interface.entity.ts';
import { holds } from './subnet-blocks.ts';
import type { Subnet } from './subnet.entity.ts';
import { readInterfaces, type UnattachedInterface } from './unattached-interfaces.ts';

/** The maximum number of interfaces that a call attaches: each takes about 1 millisecond, and a call has 10 seconds. */
const maxAttached = 4_000;

/** The interfaces in no subnet whose addresses lie in one that is written. */
interface Attachment {
  interfaces: UnattachedInterface[];
  /** The number of interfaces that stay outside, since their instances have a role. */
  withRole: number;
  /** The number of interfaces that stay outside, as they are too many for one call or were changed meanwhile. */
  left: number;
  /** The number of interfaces that are attached. */
  attached: number;
}

const attachments = new WeakMap<Subnet, Attachment>();

/** Stores the interfaces to attach to a subnet once its row is written. */
export const planAttachment = (subnet: Subnet, planned: Pick<Attachment, 'interfaces' | 'withRole'>): void =>
  void attachments.set(subnet, { ...planned, left: 0, attached: 0 });

/** The numbers of interfaces that were attached to a subnet by this call, and of those that stay outside. */
export const attachmentTo = (subnet: Subnet): Pick<Attachment, 'withRole' | 'left' | 'attached'> =>
  attachments.get(subnet) ?? { withRole: 0, left: 0, attached: 0 };

/** Attaches the interfaces that were found for subnets. Each instance gets a new version and a history entry. */
export async function attachInterfaces(em: EntityManager, subnets: Subnet[]): Promise<void> {
  const attaching = subnets.filter((subnet) => attachments.get(subnet)?.interfaces.length);
  if (attaching.length === 0) return;
  await flushAsExpected(em); // interfaces refer to the subnet's row
  let remaining = maxAttached;
  for (const subnet of attaching) {
    const attachment = attachments.get(subnet)!;
    const taken = attachment.interfaces.slice(0, remaining);
    attachment.left = attachment.interfaces.length - taken.length;
    remaining -= taken.length;
    for (const some of chunksOf(taken)) {
      await attach(em, subnet, some);
      await setImmediate(); // lets other requests run
    }
  }
}

function attach(em: EntityManager, subnet: Subnet, some: UnattachedInterface[]): Promise<void> {
  const instances = [...new Set(some.map(({ instanceId }) => instanceId))];
  return changeInstances(em, instances, async () => {
    const where = { id: { $in: await unchanged(em, subnet, some) }, subnet: null };
    const options = { orderBy: { deviceNumber: 'asc' }, disableIdentityMap: true } as const;
    const found = await em.find(NetworkInterface, where, options);
    await em.nativeUpdate(
      NetworkInterface,
      { id: { $in: found.map(({ id }) => id) } },
      { subnet: subnet.id },
    );
    attachments.get(subnet)!.attached += found.length;
    return found.map(({ instance, label }): InstanceChange => [
      instance.id,
      { field: `${label}.subnet`, before: null, after: subnet.id },
    ]);
  });
}

/**
 * Returns the interfaces that are as they were when they were found: others were changed meanwhile, and nobody has
 * checked what they have now. Their instances are locked.
 */
async function unchanged(em: EntityManager, subnet: Subnet, some: UnattachedInterface[]): Promise<string[]> {
  const present = new Map(
    (
      await readInterfaces(
        em,
        some.map(({ interfaceId }) => interfaceId),
      )
    ).map((one) => [one.interfaceId, one]),
  );
  const isSame = (one: UnattachedInterface) => isDeepStrictEqual(present.get(one.interfaceId), one);
  const left = some.filter(
    (one) =>
      !isSame(one) && present.get(one.interfaceId)?.addresses.some((address) => holds(subnet, address)),
  );
  attachments.get(subnet)!.left += left.length;
  return some.filter(isSame).map(({ interfaceId }) => interfaceId);
}
