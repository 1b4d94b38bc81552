/** The commands of the archive, run beside a running server. */
import { beforeAll, expect, it } from '@jest/globals';
import { createVpc, deleteInstance, deleteVpc } from './support/operations.ts';
import { cloudmeta } from './support/cloudmeta.ts';
import { onBothDatabases, type World } from './support/world.ts';
import { eventually } from './support/eventually.ts';

onBothDatabases('the commands of the archive', (open) => {
  let world: World;
  beforeAll(async () => void (world = await open()));

  const archive = (...args: string[]) =>
    cloudmeta(['archive', ...args], {
      DATABASE_URL: world.databaseUrl,
      SECRET_KEY: world.config.SECRET_KEY!,
    });

  it('list what was deleted, a line each', async () => {
    await world.data(createVpc, { input: { name: 'listed' } });
    await world.data(deleteVpc, { input: { id: 'listed' } });

    const all = await archive('list');
    const keys = await archive('list', '--kind', 'SSH_KEY', '--search', 'listed');
    const vpcs = await archive('list', '--kind', 'Vpc', '--search', 'listed');

    expect(all.stdout).toMatch(/^arc-[0-9a-f]{17}\tVpc\tlisted\tvpc-[0-9a-f]{17}\t\S+Z\toperator$/m);
    expect(keys).toMatchObject({ code: 0, stdout: '' });
    expect(vpcs.stdout).toBe(all.stdout);
  });

  it('restore a machine, which is told again what it was, and say what it is without', async () => {
    const machine = await world.instance({
      hostname: 'by-command',
      addresses: ['127.131.0.1', '127.131.0.2'],
    });
    await world.data(deleteInstance, { input: { id: machine.id } });
    await world.instance({ hostname: 'in-the-way', addresses: ['127.131.0.2'] });

    const dry = await archive('restore', 'by-command', '--dry-run');
    expect((await machine.guest.get('/latest/meta-data/hostname')).status).toBe(404);
    const done = await archive('restore', 'by-command');
    const repeated = await archive('restore', 'by-command');

    expect(dry.stdout).toBe(`Instance by-command (${machine.id}) can be restored.\n`);
    expect(done).toMatchObject({
      code: 0,
      stdout: `Instance by-command (${machine.id}) is restored.\n`,
      stderr: expect.stringMatching(
        /^not as it was, interfaces\.0\.addresses\.1: 127\.131\.0\.2 already belongs/,
      ),
    });
    expect(repeated).toMatchObject({
      code: 4,
      stderr: expect.stringMatching(
        /^Nothing that was called "by-command" is archived\. .*archive list\.\n$/,
      ),
    });
    await eventually(async () =>
      expect((await machine.guest.get('/latest/meta-data/hostname')).text).toBe('by-command'),
    );
    const { auditEntries } = await world.data(
      'query ($id: ID) { auditEntries(filter: { subjectId: $id }, first: 1) { nodes { actorKind actorName } } }',
      { id: machine.id },
    );
    expect(auditEntries.nodes).toEqual([{ actorKind: 'SYSTEM', actorName: 'command line' }]);
  });

  it('purge for good, and refuse a name that several had', async () => {
    for (const name of ['several', 'several']) {
      await world.data(createVpc, { input: { name } });
      await world.data(deleteVpc, { input: { id: name } });
    }

    const unclear = await archive('purge', 'several');
    const [, id] = /or (arc-\w+)/.exec(unclear.stderr)!;
    await world.data(createVpc, { input: { name: id } }); // an id takes precedence over a name
    await world.data(deleteVpc, { input: { id } });
    const done = await archive('purge', id!);
    const other = await archive('purge', 'several');

    expect(unclear).toMatchObject({ code: 5, stdout: '' });
    expect(done.stdout).toMatch(/^Vpc several \(vpc-\w+\) is removed for good\.\n$/);
    expect(other.code).toBe(0);
  });
});
