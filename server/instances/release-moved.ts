import type { EntityManager } from '@mikro-orm/core';
import { Address } from '../networks/address.entity.ts';
import { NetworkInterface } from '../networks/network-interface.entity.ts';
import type { Instance } from './instance.entity.ts';
import type { PlannedInterface } from './plan-interfaces.ts';

/** An instance, undefined if new, and its planned interfaces, undefined if they do not change. */
interface Changing {
  instance: Instance | undefined;
  interfaces: PlannedInterface[] | undefined;
}

/**
 * Clears unique values that rows of one instance exchange, before the rows get their new values one after the other.
 * Each cleared row is changed or deleted afterwards, so no temporary value remains.
 */
export async function releaseMoved(em: EntityManager, { instance, interfaces }: Changing): Promise<void> {
  if (!instance || !interfaces) return;
  const moved = movedPublicAddresses(instance, interfaces);
  if (moved.length > 0)
    await em.nativeUpdate(Address, { publicAddress: { $in: moved } }, { publicAddress: null });
  for (const [index, one] of displaced(instance, interfaces).entries())
    await em.nativeUpdate(NetworkInterface, { id: one.id }, freeDevice(one, { interfaces, index }));
}

/** The public addresses that move to another private one. */
function movedPublicAddresses(instance: Instance, interfaces: PlannedInterface[]): string[] {
  const holders = new Map([...instance.addressRows].map((row) => [row.publicAddress, row.address]));
  return interfaces.flatMap(({ addresses }) =>
    addresses.flatMap(({ address, publicAddress }) => {
      const holder = publicAddress === null ? undefined : holders.get(publicAddress);
      return holder === undefined || holder === address ? [] : publicAddress!;
    }),
  );
}

/** The interfaces whose device on a network card moves to another one; without a card nothing is unique. */
const displaced = (instance: Instance, interfaces: PlannedInterface[]): NetworkInterface[] =>
  instance.orderedInterfaces.filter(
    (one) =>
      one.networkCard !== null &&
      interfaces.some(
        ({ known, deviceNumber, networkCard }) =>
          known !== one && deviceNumber === one.deviceNumber && networkCard === one.networkCard,
      ),
  );

/** A device that no interface has. Sets only a column that the interface changes afterwards: any other would remain. */
function freeDevice(
  one: NetworkInterface,
  { interfaces, index }: { interfaces: PlannedInterface[]; index: number },
): Partial<NetworkInterface> {
  const planned = interfaces.find(({ known }) => known === one);
  const changesCard = planned && planned.networkCard !== one.networkCard;
  return changesCard ? { networkCard: null } : { deviceNumber: -1 - index };
}
