import { setImmediate } from 'node:timers/promises';
import type { EntityManager } from '@mikro-orm/core';
import { chunksOf } from '../graphql/chunks.ts';
import { flushAsExpected } from '../graphql/version.ts';
import { changeInstances, type InstanceChange } from '../instances/change-instances.ts';
import type { LooseInterface } from './loose-interfaces.ts';
import { NetworkInterface } from './network-interface.entity.ts';
import type { Subnet } from './subnet.entity.ts';

/** The maximum number of interfaces that a call attaches: each takes about 1 millisecond, and a call has 10 seconds. */
const maxAttached = 4_000;

/** The interfaces to attach to a subnet. */
interface Arrival {
  newcomers: LooseInterface[];
  /** The number of interfaces that stay outside, as they are too many for one call. */
  left: number;
}

const arrivals = new WeakMap<Subnet, Arrival>();

/** Stores the interfaces to attach to a subnet once its row is written. */
export const awaitNewcomers = (subnet: Subnet, newcomers: LooseInterface[]) =>
  void arrivals.set(subnet, { newcomers, left: 0 });

/** Returns the number of interfaces that lie in a subnet and stay outside of it, beyond `maxAttached`. */
export const leftOutside = (subnet: Subnet): number => arrivals.get(subnet)?.left ?? 0;

/** Attaches the interfaces that were found for subnets. Each instance gets a new version and a history entry. */
export async function attachNewcomers(em: EntityManager, subnets: Subnet[]): Promise<void> {
  const arriving = subnets.filter((subnet) => arrivals.get(subnet)?.newcomers.length);
  if (arriving.length === 0) return;
  await flushAsExpected(em); // interfaces refer to the subnet's row
  let remaining = maxAttached;
  for (const subnet of arriving) {
    const arrival = arrivals.get(subnet)!;
    const taken = arrival.newcomers.slice(0, remaining);
    arrival.left = arrival.newcomers.length - taken.length;
    remaining -= taken.length;
    for (const some of chunksOf(taken)) {
      await attach(em, subnet, some);
      await setImmediate(); // lets other requests run
    }
  }
}

function attach(em: EntityManager, subnet: Subnet, newcomers: LooseInterface[]): Promise<void> {
  const instances = [...new Set(newcomers.map(({ instanceId }) => instanceId))];
  return changeInstances(em, instances, async () => {
    const where = { id: { $in: newcomers.map(({ interfaceId }) => interfaceId) }, subnet: null };
    const options = { orderBy: { deviceNumber: 'asc' }, disableIdentityMap: true } as const;
    const found = await em.find(NetworkInterface, where, options);
    await em.nativeUpdate(
      NetworkInterface,
      { id: { $in: found.map(({ id }) => id) } },
      { subnet: subnet.id },
    );
    return found.map(({ instance, label }): InstanceChange => [
      instance.id,
      { field: `${label}.subnet`, before: null, after: subnet.id },
    ]);
  });
}
