/** User-data is bytes: a machine gets exactly the bytes that were given. */
import { gzipSync } from 'node:zlib';
import { beforeAll, expect, it } from '@jest/globals';
import { withToken } from './support/guest.ts';
import { notFoundPage } from './support/not-found-page.ts';
import { onBothDatabases, type World } from './support/world.ts';

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
const everyByte = Uint8Array.from({ length: 256 }, (_, value) => value);

const documents: [string, Uint8Array][] = [
  ['Windows line ends', Buffer.from('#!/bin/sh\r\necho one\r\n\r\necho two\r')],
  ['Unix line ends without the last', Buffer.from('#cloud-config\nruncmd: []')],
  ['NUL bytes', Buffer.from('\0\0#!/bin/sh\n\0')],
  ['one NUL byte', Buffer.from('\0')],
  ['every byte there is', everyByte],
  ['every byte there is, backwards', everyByte.toReversed()],
  ['gzip', gzipSync('#cloud-config\nhostname: web-1\n')],
  ['a byte order mark', Buffer.from('\uFEFF#cloud-config\n')],
  ['text beyond ASCII', Buffer.from('# Grüße, 世界 🌍\n')],
  ['half a character', Buffer.from([0x23, 0xe2, 0x82])],
  ['base64 of something', Buffer.from('IyEvYmluL3NoCg==')],
  ['blanks only', Buffer.from(' \t\r\n ')],
  [
    'a mail of several parts',
    Buffer.from('MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="x"\r\n\r\n--x--'),
  ],
  ['as many bytes as EC2 allows', Buffer.alloc(16_384, everyByte)],
];

const update = 'mutation ($input: UpdateInstanceInput!) { updateInstance(input: $input) { outcome } }';
const createDocument = `mutation ($input: CreateUserDataInput!) {
  createUserData(input: $input) { userData { id size content } }
}`;
const updateDocument =
  'mutation ($input: UpdateUserDataInput!) { updateUserData(input: $input) { outcome } }';
const deleteDocument =
  'mutation ($input: DeleteUserDataInput!) { deleteUserData(input: $input) { outcome } }';

onBothDatabases('the user-data of a machine', (open) => {
  let world: World;
  beforeAll(async () => void (world = await open()));

  it.each(documents)('comes back byte for byte: %s', async (_, bytes) => {
    const own = await world.instance({ userDataBytes: base64(bytes) });
    const name = `document ${own.hostname}`;
    const { createUserData } = await world.data(createDocument, { input: { name, content: base64(bytes) } });
    const shared = await world.instance({ userData: name });

    for (const { guest } of [own, shared]) {
      const reply = await guest.get('/latest/user-data', withToken(await guest.token()));
      expect(reply.bytes.equals(bytes)).toBe(true);
      expect(reply.headers).toMatchObject({
        'content-type': 'application/octet-stream',
        'content-length': String(bytes.length),
      });
    }
    expect(createUserData.userData).toMatchObject({ size: bytes.length, content: base64(bytes) });
  });

  it('comes back byte for byte when it is written as text', async () => {
    const text = '#cloud-config\r\n# "Grüße" \\ \t\u0001\n';

    const { guest } = await world.instance({ userDataText: text });

    expect((await guest.get('/latest/user-data')).bytes.equals(Buffer.from(text))).toBe(true);
  });

  it('is the same under every version and at every spelling of the path', async () => {
    const { guest } = await world.instance({ userDataBytes: base64(everyByte) });
    const { text: versions } = await guest.get('/');

    for (const version of versions.split('\n'))
      for (const path of [`/${version}/user-data`, `/${version}//user-data/`])
        expect((await guest.get(path)).bytes.equals(everyByte)).toBe(true);
    expect((await guest.get('/latest/user-data/x')).status).toBe(404);
  });

  it.each([
    ['bytes', { userDataBytes: base64(Buffer.alloc(16_385)) }, 'input.userDataBytes'],
    ['text', { userDataText: 'x'.repeat(16_385) }, 'input.userDataText'],
    ['text of fewer characters than bytes', { userDataText: 'ü'.repeat(8_193) }, 'input.userDataText'],
  ])('may not be one byte longer, as %s', async (_, given, field) => {
    const create = 'mutation ($input: CreateInstanceInput!) { createInstance(input: $input) { outcome } }';

    const answer = await world.graphql(create, { input: { hostname: 'too-long', ...given } });

    expect(answer.problems).toEqual([`${field}: BAD_USER_INPUT`]);
    const [problem] = answer.errors[0]!.extensions.fieldErrors!;
    expect(problem!.message).toMatch(/16384.*1638[56]/);
    expect(await world.data('{ instance(by: { hostname: "too-long" }) { id } }')).toEqual({ instance: null });
  });

  it('may not be one byte longer as a shared document either, new or changed', async () => {
    const [text, content] = ['x'.repeat(16_385), base64(Buffer.alloc(16_385))];
    await world.data(createDocument, { input: { name: 'short', text: 'short' } });

    for (const given of [{ text }, { content }]) {
      const field = Object.keys(given)[0]!;
      const refused = [`input.${field}: BAD_USER_INPUT`];
      const created = await world.graphql(createDocument, { input: { name: 'too long', ...given } });
      const changed = await world.graphql(updateDocument, { input: { id: 'short', ...given } });
      expect(created.problems).toEqual(refused);
      expect(changed.problems).toEqual(refused);
      expect(created.errors[0]!.message).toContain('16384');
    }
    expect(await world.data('{ userData(by: { name: "short" }) { text } }')).toEqual({
      userData: { text: 'short' },
    });
  });

  it('may be longer where the operator says so', async () => {
    const generous = await open({ config: { USER_DATA_LIMIT: String(2 * 1024 * 1024) } });
    const bytes = Buffer.alloc(2 * 1024 * 1024, everyByte);

    const { guest } = await generous.instance({ userDataBytes: base64(bytes) });

    expect((await guest.get('/latest/user-data')).bytes.equals(bytes)).toBe(true);
  });

  it.each([[{}], [{ userDataText: '' }], [{ userDataBytes: '' }], [{ userDataText: null }]])(
    'is not there when nothing is given: %j',
    async (given) => {
      const { guest } = await world.instance(given);

      expect(await guest.get('/latest/user-data')).toMatchObject({ status: 404, text: notFoundPage });
      expect((await guest.get('/latest/')).text).toBe('dynamic\nmeta-data');
    },
  );

  it('changes with the next request, and goes', async () => {
    const { guest, id } = await world.instance({ userDataText: 'one' });
    const served = async () => (await guest.get('/latest/user-data')).text;

    await world.data(update, { input: { id, userDataText: 'two' } });
    expect(await served()).toBe('two');
    await world.data(update, { input: { id, hostname: 'still-two' } });
    expect(await served()).toBe('two');
    await world.data(update, { input: { id, userDataText: null } });
    expect(await served()).toBe(notFoundPage);
  });

  it('is not both its own and a shared one', async () => {
    await world.data(createDocument, { input: { name: 'base', text: 'shared' } });
    const { guest, id } = await world.instance({ userDataText: 'own' });
    const served = async () => (await guest.get('/latest/user-data')).text;

    const both = await world.graphql(update, { input: { id, userData: 'base', userDataText: 'own' } });
    expect(both.problems).toEqual(['input.userData: BAD_USER_INPUT']);
    expect(await served()).toBe('own');

    await world.data(update, { input: { id, userData: 'base' } });
    expect(await served()).toBe('shared');
    await world.data(update, { input: { id, userDataText: 'own again' } });
    expect(await served()).toBe('own again');
    expect(await world.data('{ userData(by: { name: "base" }) { text instances { totalCount } } }')).toEqual({
      userData: { text: 'shared', instances: { totalCount: 0 } },
    });
  });

  it('of one machine alone is given to no other, which could then change it', async () => {
    const owner = await world.instance({ userDataText: 'owned' });
    const other = await world.instance();
    const { instance } = await world.data(
      'query ($id: ID) { instance(by: { id: $id }) { userData { id } } }',
      { id: owner.id },
    );
    const userData = instance.userData.id;

    const refused = await world.graphql(update, { input: { id: other.id, userData } });
    const repeated = await world.data(update, { input: { id: owner.id, userData } });

    expect(refused.problems).toEqual(['input.userData: NOT_FOUND']);
    expect(repeated.updateInstance.outcome).toBe('UNCHANGED');
    expect((await owner.guest.get('/latest/user-data')).text).toBe('owned');
    expect((await other.guest.get('/latest/user-data')).status).toBe(404);
  });

  it('changes for every machine that shares it', async () => {
    await world.data(createDocument, { input: { name: 'fleet', text: 'one' } });
    const machines = [
      await world.instance({ userData: 'fleet' }),
      await world.instance({ userData: 'fleet' }),
    ];

    await world.data(updateDocument, { input: { id: 'fleet', content: base64(everyByte) } });

    for (const { guest } of machines)
      expect((await guest.get('/latest/user-data')).bytes.equals(everyByte)).toBe(true);
  });

  it('cannot be deleted while a machine uses it, unless by force', async () => {
    await world.data(createDocument, { input: { name: 'used', text: 'text' } });
    const { guest, hostname } = await world.instance({ userData: 'used' });

    const refused = await world.graphql(deleteDocument, { input: { id: 'used' } });
    expect(refused.codes).toEqual(['DEPENDENCY_EXISTS']);
    expect(refused.errors[0]!.message).toContain(hostname);
    expect((await guest.get('/latest/user-data')).text).toBe('text');

    const forced = await world.data(deleteDocument, { input: { id: 'used', force: true } });
    expect(forced).toEqual({ deleteUserData: { outcome: 'DELETED' } });
    expect((await guest.get('/latest/user-data')).status).toBe(404);
  });

  it('leaves nothing behind when its machine is deleted or gets another', async () => {
    const fresh = await open();
    const one = await fresh.instance({ userDataText: 'one' });
    const two = await fresh.instance({ userDataText: 'two' });
    const { instance } = await fresh.data(
      'query ($id: ID) { instance(by: { id: $id }) { userData { id } } }',
      {
        id: one.id,
      },
    );

    await fresh.data(
      'mutation ($input: DeleteInstancesInput!) { deleteInstances(input: $input) { summary { deleted } } }',
      {
        input: { ids: [one.hostname] },
      },
    );
    await fresh.data(update, { input: { id: two.id, userDataText: null } });

    const rows = await fresh.orm.em.fork().getConnection().execute('select id from user_data');
    expect(rows).toEqual([]);
    expect(
      await fresh.data('query ($id: ID!) { node(id: $id) { id } }', { id: instance.userData.id }),
    ).toEqual({
      node: null,
    });
  });
});
