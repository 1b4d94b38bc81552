/** An operation takes time linear in its length, whatever it is made of. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { growthOf, leastTimeOf, maxGrowth } from '../support/growth.ts';
import { longOperations } from '../support/long-operations.ts';
import { openWorld, type World } from '../support/world.ts';

describe('a request of nearly a megabyte', () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld({ database: 'sqlite' });
    await world.instance({ hostname: 'm' });
  });
  afterAll(() => world.close());

  it('that fails at many places takes hardly longer than at one, however many lines stand before them', async () => {
    const ask = (places: number) => {
      const fields = Array.from({ length: places }, (_, n) => `a${n}: node(id: "usr-1") { id }`);
      return world.graphql(`${'\n'.repeat(480_000)}{ ${fields.join('\n')} }`, {}, { as: 'viewer' });
    };

    const growth = (await leastTimeOf(() => ask(48))) / (await leastTimeOf(() => ask(1)));

    expect(growth).toBeLessThan(maxGrowth);
  });

  it('that spreads a fragment at many places takes time in its length', async () => {
    const ask = async (count: number) => {
      const fields = Array.from({ length: count }, (_, n) => `a${n}`).join(' ');
      const places = Array.from({ length: count / 5 }, (_, n) => `x${n} { ...F }`).join(' ');
      return (await world.graphql(`fragment F on Query { ${fields} } { ${places} }`)).status;
    };

    expect(await growthOf(600, ask)).toBeLessThan(maxGrowth);
  });

  it.each(longOperations)('takes time in its length: %s', async (_, operation) => {
    const ask = async (length: number) => {
      const { query, variables } = operation(length);
      return (await world.graphql(query, variables)).status;
    };

    expect(await growthOf(88_000, ask)).toBeLessThan(maxGrowth);
  });
});
