/** Unique values may be exchanged within one machine and one call, which conflicts with no other change. */
import { beforeAll, expect, it } from '@jest/globals';
import { updateInstance } from './support/operations.ts';
import { onBothDatabases, type World } from './support/world.ts';

const [macA, macB] = ['52:54:00:77:00:0a', '52:54:00:77:00:0b'];

interface Interface {
  mac: string;
  deviceNumber: number;
  networkCard: number | null;
  associations: { privateAddress: string; publicAddress: string }[];
}

onBothDatabases('within a machine', (open) => {
  let world: World;
  beforeAll(async () => void (world = await open()));

  const interfacesOf = async (hostname: string): Promise<Interface[]> =>
    (
      await world.data(
        `query ($hostname: String) { instance(by: { hostname: $hostname }) {
          interfaces { mac deviceNumber networkCard associations { privateAddress publicAddress } } } }`,
        { hostname },
      )
    ).instance.interfaces;
  const change = async (hostname: string, interfaces: object[]) => {
    const { updateInstance: done } = await world.data(updateInstance, {
      input: { id: hostname, interfaces },
    });
    expect(done.outcome).toBe('UPDATED');
    return interfacesOf(hostname);
  };

  const publics = (n: number, first: number, second?: number) => [
    {
      addresses: [`10.77.${n}.1`, `10.77.${n}.2`],
      associations: [
        { privateAddress: `10.77.${n}.1`, publicAddress: `198.51.${n}.${first}` },
        ...(second ? [{ privateAddress: `10.77.${n}.2`, publicAddress: `198.51.${n}.${second}` }] : []),
      ],
    },
  ];

  it('two public addresses are exchanged', async () => {
    const { hostname } = await world.instance({ interfaces: publics(1, 1, 2) });

    const [changed] = await change(hostname, publics(1, 2, 1));

    expect(changed!.associations).toEqual(publics(1, 2, 1)[0]!.associations);
  });

  it.each([
    ['from the first to the second', 2, ['10.77.2.1', '10.77.2.2']],
    ['from the second to the first', 3, ['10.77.3.2', '10.77.3.1']],
  ])('a public address moves %s', async (_, n, [from, to]) => {
    const addresses = [`10.77.${n}.1`, `10.77.${n}.2`];
    const publicAddress = `198.51.${n}.1`;
    const { hostname } = await world.instance({
      interfaces: [{ addresses, associations: [{ privateAddress: from, publicAddress }] }],
    });

    const associations = [{ privateAddress: to, publicAddress }];
    const [changed] = await change(hostname, [{ addresses, associations }]);

    expect(changed!.associations).toEqual(associations);
  });

  it('a public address stays where the private one becomes another', async () => {
    const { hostname } = await world.instance({ addresses: ['10.77.4.1'], publicAddress: '198.51.4.1' });

    const associations = [{ privateAddress: '10.77.4.2', publicAddress: '198.51.4.1' }];
    const [changed] = await change(hostname, [{ addresses: ['10.77.4.2'], associations }]);

    expect(changed!.associations).toEqual(associations);
  });

  const device = (mac: string, deviceNumber: number, networkCard: number | null) => ({
    mac,
    deviceNumber,
    networkCard,
    addresses: [],
  });

  it.each([null, 0, 1])('two interfaces exchange their devices on the network card %s', async (card) => {
    const others = card === 1 ? [device('52:54:00:77:00:0c', 0, null)] : [];
    const { hostname } = await world.instance({
      interfaces: [...others, device(macA, 0, card), device(macB, 1, card)],
    });

    const changed = await change(hostname, [...others, device(macB, 0, card), device(macA, 1, card)]);
    await world.data('mutation ($id: Ref!) { deleteInstance(input: { id: $id }) { outcome } }', {
      id: hostname,
    });

    expect(changed.filter(({ mac }) => mac !== '52:54:00:77:00:0c')).toMatchObject([
      { mac: macB, deviceNumber: 0, networkCard: card },
      { mac: macA, deviceNumber: 1, networkCard: card },
    ]);
  });

  it('an interface takes the device of one that is removed', async () => {
    const { hostname } = await world.instance({ interfaces: [device(macA, 0, 0), device(macB, 1, 0)] });

    expect(await change(hostname, [device(macB, 0, 0)])).toMatchObject([{ mac: macB, deviceNumber: 0 }]);
  });
});
