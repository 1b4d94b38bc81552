/** Several servers on one database serve the same, and a restart keeps everything. */
import { expect, it } from '@jest/globals';
import { exampleKeys } from './support/example-keys.ts';
import { eventually } from './support/eventually.ts';
import { withToken } from './support/guest.ts';
import { allAnswers } from './support/all-answers.ts';
import { onBothDatabases, type World } from './support/world.ts';

const whole = {
  hostname: 'web-1',
  interfaces: [{ mac: '52:54:00:00:00:01', addresses: ['127.9.0.1', 'fd00::9'] }],
  tags: [{ key: 'Name', value: 'Wörk' }],
  keys: ['alice'],
  metadataOptions: { instanceMetadataTags: 'ENABLED' },
};

const addKey = (world: World) =>
  world.data('mutation ($input: CreateSshKeyInput!) { createSshKey(input: $input) { outcome } }', {
    input: { name: 'alice', publicKey: exampleKeys[0]!.line },
  });

onBothDatabases('two servers on one database', (open) => {
  it('tell a machine the same', async () => {
    const world = await open();
    await addKey(world);
    const { address } = await world.instance({ ...whole, userDataText: '#!/bin/sh\n' });

    const other = await world.another();

    const served = await allAnswers(world, address);
    expect(served.size).toBeGreaterThan(40);
    expect(await allAnswers(other, address)).toEqual(served);
  });

  it('take the tokens of each other', async () => {
    const world = await open();
    const other = await world.another();
    const { address, instanceId } = await world.instance({ metadataOptions: { httpTokens: 'REQUIRED' } });

    const [here, there] = [world.guest(address), other.guest(address)];
    const [tokenHere, tokenThere] = [await here.token(), await there.token()];

    for (const guest of [here, there])
      for (const token of [tokenHere, tokenThere])
        expect((await guest.get('/latest/meta-data/instance-id', withToken(token))).text).toBe(instanceId);
  });

  it('see the changes of each other', async () => {
    const world = await open();
    const other = await world.another();
    const { address, id } = await world.instance();
    const update = 'mutation ($input: UpdateInstanceInput!) { updateInstance(input: $input) { outcome } }';

    for (const [round, [writer, reader]] of [
      [world, other],
      [other, world],
      [world, other],
    ].entries()) {
      const hostname = `name-${round}`;
      await writer!.data(update, { input: { id, hostname, userDataText: hostname } });
      const guest = reader!.guest(address);
      await eventually(async () => {
        expect((await guest.get('/latest/meta-data/hostname')).text).toBe(hostname);
        expect((await guest.get('/latest/user-data')).text).toBe(hostname);
      });
    }

    await other.data(
      'mutation ($input: DeleteInstanceInput!) { deleteInstance(input: $input) { outcome } }',
      {
        input: { id },
      },
    );
    await eventually(async () =>
      expect((await world.guest(address).get('/latest/meta-data/hostname')).status).toBe(404),
    );
  });

  it('know the people who signed in at the other, and forget them when they sign out', async () => {
    const world = await open();
    const other = await world.another();
    const { cookie } = await world.person('alice', 'OPERATOR');

    const viewer = async (at: World) => (await at.data('{ viewer { name } }', {}, { as: { cookie } })).viewer;
    expect(await viewer(world)).toEqual({ name: 'alice' });
    expect(await viewer(other)).toEqual({ name: 'alice' });

    await other.data('mutation { signOut { viewer { name } } }', {}, { as: { cookie } });
    expect(await viewer(world)).toBeNull();
    expect(await viewer(other)).toBeNull();
  });
});

onBothDatabases('a restart', (open) => {
  it('keeps everything that a machine is told, and its token', async () => {
    const world = await open();
    await addKey(world);
    const { address, guest } = await world.instance({ ...whole, userDataBytes: 'AAEC/w==' });
    const token = await guest.token();
    const before = await allAnswers(world, address);

    await world.restart();

    expect(await allAnswers(world, address)).toEqual(before);
    expect((await guest.get('/latest/meta-data/', withToken(token))).status).toBe(200);
  });

  it('keeps the people, the scripts and the history', async () => {
    const world = await open();
    const { cookie } = await world.person('alice', 'SUPERUSER');
    await world.instance();
    const history =
      '{ auditEntries { totalCount nodes { id at actorName action subjectId changes { field } } } }';
    const before = await world.data(history);

    await world.restart();

    expect(await world.data(history)).toEqual(before);
    expect(before.auditEntries.totalCount).toBeGreaterThan(2);
    expect(await world.data('{ viewer { name } }', {}, { as: { cookie } })).toEqual({
      viewer: { name: 'alice' },
    });
  });
});
