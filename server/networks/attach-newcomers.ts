import { setImmediate } from 'node:timers/promises';
import type { EntityManager } from '@mikro-orm/core';
import { chunksOf } from '../graphql/chunks.ts';
import { flushAsExpected } from '../graphql/version.ts';
import { changeInstances, type InstanceChange } from '../instances/change-instances.ts';
import type { LooseInterface } from './loose-interfaces.ts';
import { NetworkInterface } from './network-interface.entity.ts';
import type { Subnet } from './subnet.entity.ts';

/** Attached by one call: each takes about a millisecond, and a call has ten seconds in all. */
const maxAttached = 4_000;

/** The fate of the interfaces that a subnet is to take in. */
interface Arrival {
  newcomers: LooseInterface[];
  /** Interfaces that stay outside, as there are too many for one call. */
  left: number;
}

const arrivals = new WeakMap<Subnet, Arrival>();

/** Remembers which interfaces a subnet takes in once it is written. */
export const awaitNewcomers = (subnet: Subnet, newcomers: LooseInterface[]) =>
  void arrivals.set(subnet, { newcomers, left: 0 });

/** The number of interfaces that stay outside of a subnet that they lie in, since a call attaches only so many. */
export const leftOutside = (subnet: Subnet): number => arrivals.get(subnet)?.left ?? 0;

/** Attaches the interfaces that were found for subnets. The version and the history of each machine tell of it. */
export async function attachNewcomers(em: EntityManager, subnets: Subnet[]): Promise<void> {
  const arriving = subnets.filter((subnet) => arrivals.get(subnet)?.newcomers.length);
  if (arriving.length === 0) return;
  await flushAsExpected(em); // an interface refers to a row that is there
  let room = maxAttached;
  for (const subnet of arriving) {
    const arrival = arrivals.get(subnet)!;
    const taken = arrival.newcomers.slice(0, room);
    arrival.left = arrival.newcomers.length - taken.length;
    room -= taken.length;
    for (const some of chunksOf(taken)) {
      await attach(em, subnet, some);
      await setImmediate(); // others have their turn
    }
  }
}

function attach(em: EntityManager, subnet: Subnet, newcomers: LooseInterface[]): Promise<void> {
  const instances = [...new Set(newcomers.map(({ instanceId }) => instanceId))];
  return changeInstances(em, instances, async () => {
    const where = { id: { $in: newcomers.map(({ interfaceId }) => interfaceId) }, subnet: null };
    const how = { orderBy: { deviceNumber: 'asc' }, disableIdentityMap: true } as const;
    const found = await em.find(NetworkInterface, where, how);
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
