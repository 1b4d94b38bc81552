/** Operations on records that thousands of machines use, and searches among them, do not hold up others for long. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { execute, parse } from 'graphql';
import { buildApiSchema } from '../../api/schema.ts';
import type { Context } from '../../graphql/context.ts';
import { Deadline } from '../../graphql/deadline.ts';
import { addMachines, deleteRecord, share, sharedKinds, type Shared } from '../support/many-machines.ts';
import { onBothDatabases, openWorld, type World } from '../support/world.ts';

/** More than are loaded together. */
const count = 1234;

onBothDatabases('what thousands of machines use', (open) => {
  let world: World;
  let shared: Shared;
  beforeAll(async () => {
    world = await open();
    shared = await share(world, 'much-used');
    await addMachines(world, count, shared);
  });

  it.each(sharedKinds)('is left alone where deleting it by force takes too long: %s', async (kind, of) => {
    const versions = async () =>
      (await world.data(
        '{ instances(first: 500) { nodes { version } } auditEntries { totalCount } }',
      )) as object;
    const before = await versions();
    const deadline = new Deadline(30);

    const { errors = [] } = await execute({
      schema: buildApiSchema(),
      document: parse(deleteRecord(kind, shared[of], 'force: true')),
      contextValue: {
        em: world.orm.em.fork({ signal: deadline.signal }),
        actor: { kind: 'SYSTEM', name: 'somebody' },
        config: world.config,
        deadline,
        requestId: 'a request',
      } satisfies Partial<Context>,
    });

    expect(errors[0]!.message).toMatch(/longer than 0\.03 seconds.*Nothing of it was changed/);
    expect(await versions()).toEqual(before);
  });
});

onBothDatabases('what more than ten thousand machines use', (open) => {
  it('is kept although it is to be deleted by force, since a call has no time for it, and it is said how many', async () => {
    const world = await open();
    const shared = await share(world, 'vast');
    await addMachines(world, 10_001, shared);

    const { codes, errors } = await world.graphql(deleteRecord('SshKey', shared.key, 'force: true'));

    expect(codes).toEqual(['BAD_USER_INPUT']);
    expect(errors[0]!.message).toMatch(
      /^10001 instances use this, .* at most 10000 of them.*ByFilter first\.$/,
    );
  });
});

describe('a search among thousands of machines, on SQLite, which works in the process of the server', () => {
  it('for 64 words is far from 64 times the work of one', async () => {
    const world = await openWorld({ database: 'sqlite' });
    await addMachines(world, 3 * count, await share(world, 'searched'));
    const search = 'query ($words: String) { instances(first: 1, search: $words) { totalCount } }';
    const words = [
      'many',
      'team',
      'ins-',
      'i-',
      ...Array.from({ length: 60 }, (_, n) => 'many-'.slice(n % 4, 5)),
    ];
    const workOf = async (text: string) => {
      const found: number[] = [];
      for (let round = 0; round < 3; round += 1) {
        const before = process.cpuUsage();
        expect((await world.data(search, { words: text })).instances.totalCount).toBe(3 * count);
        const { user, system } = process.cpuUsage(before);
        found.push(user + system);
      }
      return Math.min(...found);
    };

    const ofOne = await workOf('many');
    const ofMany = await workOf(words.join(' '));
    const ofEqual = await workOf(Array<string>(64).fill('mAny').join(' '));
    await world.close();

    expect(ofMany).toBeLessThan(16 * ofOne);
    expect(ofEqual).toBeLessThan(5 * ofOne);
  });
});
