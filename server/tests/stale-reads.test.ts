/** No outdated answers: none at the server that made a change; at others only briefly, and none after the new one. */
import { expect, it } from '@jest/globals';
import { Changing, everythingChangeable } from './support/changeable.ts';
import { eventually } from './support/eventually.ts';
import { onBothDatabases, type World } from './support/world.ts';

/** The number of changes to each of the ten records. */
const rounds = 6;

/** The size of the cache: fewer machines than ask, so that some are being looked up at any moment. */
const cacheSize = '6';

const isRising = (numbers: number[]) => numbers.every((number, n) => n === 0 || number >= numbers[n - 1]!);

/** Runs `act` while the machines ask a server without a pause, and records the numbers that they are served. */
async function whileAsking(
  [changing, at, seen]: [Changing, World, number[][]],
  act: () => Promise<unknown>,
): Promise<void> {
  const done = new AbortController();
  const asking = async () => {
    while (!done.signal.aborted) seen.push(await changing.served(at));
  };
  await Promise.all([asking(), act().finally(() => done.abort())]);
}

/** Changes one record repeatedly at one server, and checks what its machines are served here and elsewhere. */
async function changeAndRead(changing: Changing, here: World, there: World): Promise<void> {
  const [seenHere, seenThere] = [[await changing.served(here)], [await changing.served(there)]];
  const change = async (number: number) => {
    await changing.change(here, number);
    const served = await changing.served(here);
    expect(served).toEqual(served.map(() => number));
  };
  for (let number = 1; number <= rounds; number += 1)
    await whileAsking([changing, here, seenHere], () =>
      whileAsking([changing, there, seenThere], () => change(number)),
    );
  await eventually(async () => {
    seenThere.push(await changing.served(there));
    expect(seenThere.at(-1)).toEqual(seenThere[0]!.map(() => rounds));
  });
  for (const seen of [seenHere, seenThere])
    for (const n of seen[0]!.keys()) {
      const numbers = seen.map((round) => round[n]!);
      expect({ numbers, isRising: isRising(numbers) }).toEqual({ numbers, isRising: true });
    }
}

onBothDatabases('what changes at one of two servers', (open) => {
  it('is told there from the next request on, and soon at the other, and nothing older after it', async () => {
    const world = await open({ config: { METADATA_CACHE_INSTANCES: cacheSize } });
    const other = await world.another();
    await world.data('mutation ($input: CreateVpcInput!) { createVpc(input: $input) { outcome } }', {
      input: { name: 'net', ipv6CidrBlocks: ['fd00::/32'] },
    });

    const work: [Changing, World, World][] = [];
    for (const what of everythingChangeable)
      for (const [here, there] of [
        [world, other],
        [other, world],
      ] as const)
        work.push([await Changing.register(world, what, work.length + 1), here, there]);

    await Promise.all(work.map((one) => changeAndRead(...one)));
  });
});
