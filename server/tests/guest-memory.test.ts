/** A change invalidates the cached machines that it affects, and no others: cached answers are never outdated. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { exampleKeys } from './support/example-keys.ts';
import { eventually } from './support/eventually.ts';
import { metric } from './support/metric-value.ts';
import { createInstance, createSshKey, updateInstance } from './support/operations.ts';
import type { Guest } from './support/guest.ts';
import { changesOfMachine, places, registerWhole } from './support/whole-machine.ts';
import { onBothDatabases, type Machine, type World } from './support/world.ts';

const lookups = (world: World) => metric(world, 'cloudmeta_guest_cold_lookups_total');

/** Returns the text at a path below the version; the status if it is not 200. */
async function answerAt(guest: Guest, path: string): Promise<string> {
  const { status, text } = await guest.get(`/latest/${path}`);
  return status === 200 ? text : String(status);
}

/** Returns once these machines are answered without a look-up. */
const inMemory = (world: World, guests: Guest[]) =>
  eventually(async () => {
    const before = await lookups(world);
    for (const guest of guests) await guest.get('/latest/meta-data/');
    expect(await lookups(world)).toBe(before);
  });

onBothDatabases('a machine in memory', (open) => {
  describe('of which something changes', () => {
    let world: World;
    let machine: Machine;
    let other: Machine;
    beforeAll(async () => {
      world = await open();
      machine = await registerWhole(world, 'web', places.web);
      other = await registerWhole(world, 'db', places.db);
    });

    it.each(changesOfMachine)(
      'is told so when it asks next, and no other is looked up: $what',
      async ({ mutation, input, path, expected }) => {
        await inMemory(world, [machine.guest, other.guest]);
        const [before, ofOther] = [await answerAt(machine.guest, path), await answerAt(other.guest, path)];
        const known = await lookups(world);

        await world.data(mutation, { input });
        const after = await answerAt(machine.guest, path);
        const lookedUp = await lookups(world);
        const ofOtherAfter = await answerAt(other.guest, path);

        expect(before).not.toEqual(expected);
        expect(after).toEqual(expected);
        expect(lookedUp).toBe(known + 1);
        expect(ofOtherAfter).toBe(ofOther);
        expect(await lookups(world)).toBe(lookedUp);
      },
    );
  });

  it('is asked for by an address that another one had, at once', async () => {
    const world = await open();
    const [before, after, third] = [await world.instance(), await world.instance(), await world.instance()];
    const addresses = [before.address, '127.203.0.1'];
    await world.data(updateInstance, { input: { id: before.id, addresses } });
    const moving = world.guest('127.203.0.1');
    await inMemory(world, [before.guest, after.guest, third.guest, moving]);
    expect(await answerAt(moving, 'meta-data/instance-id')).toBe(before.instanceId);

    await world.data(updateInstance, { input: { id: before.id, addresses: [before.address] } });
    expect(await answerAt(moving, 'meta-data/instance-id')).toBe('404');
    await world.data(updateInstance, { input: { id: after.id, addresses: [after.address, '127.203.0.1'] } });

    expect(await answerAt(moving, 'meta-data/instance-id')).toBe(after.instanceId);
    for (const { guest, instanceId } of [before, after])
      expect(await answerAt(guest, 'meta-data/instance-id')).toBe(instanceId);
    expect(await answerAt(before.guest, 'meta-data/local-ipv4')).toBe(before.address);
    const lookedUp = await lookups(world);
    expect(await answerAt(third.guest, 'meta-data/instance-id')).toBe(third.instanceId);
    expect(await lookups(world)).toBe(lookedUp);
  });

  it('is one of so many and no more, and each is told what is its own', async () => {
    const world = await open({ config: { METADATA_CACHE_INSTANCES: '3' } });
    const machines: Machine[] = [];
    for (let n = 0; n < 8; n += 1) machines.push(await world.instance());

    for (const { guest, instanceId } of [...machines, ...machines])
      expect(await answerAt(guest, 'meta-data/instance-id')).toBe(instanceId);

    expect(await metric(world, 'cloudmeta_guests_in_memory')).toBe(3);
    const known = await lookups(world);
    await answerAt(machines.at(-1)!.guest, 'meta-data/');
    expect(await lookups(world)).toBe(known);
    await answerAt(machines[0]!.guest, 'meta-data/');
    expect(await lookups(world)).toBe(known + 1);
  });
});

onBothDatabases('an address that nobody registered', (open) => {
  it('is looked up once, until somebody registers a machine', async () => {
    const world = await open();
    const [stranger, machine] = [world.guest('127.204.0.1'), await world.instance()];
    await inMemory(world, [stranger, machine.guest]);
    const known = await lookups(world);

    for (let n = 0; n < 20; n += 1) expect(await answerAt(stranger, 'meta-data/instance-id')).toBe('404');
    await world.data(createSshKey, { input: { name: 'alice', publicKey: exampleKeys[0]!.line } });
    expect(await answerAt(stranger, 'meta-data/instance-id')).toBe('404');
    expect(await lookups(world)).toBe(known);
    await world.data(createInstance, { input: { hostname: 'new', addresses: ['127.204.0.1'] } });

    expect(await answerAt(stranger, 'meta-data/hostname')).toBe('new');
    expect(await lookups(world)).toBe(known + 1);
    await answerAt(machine.guest, 'meta-data/hostname');
    expect(await lookups(world)).toBe(known + 1);
  });
});
