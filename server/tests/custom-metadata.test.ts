/** Custom metadata: an operator gives a machine further paths, and replaces the values of known ones. */
import { createHash } from 'node:crypto';
import { beforeAll, expect, it } from '@jest/globals';
import { instanceByHostname } from './support/operations.ts';
import { onBothDatabases, type World } from './support/world.ts';

const update = `mutation ($input: UpdateInstanceInput!) {
  updateInstance(input: $input) { outcome instance { version customMetadata { path since value bytes } } }
}`;
const upsert = 'mutation ($input: UpsertInstanceInput!) { upsertInstance(input: $input) { outcome } }';
const upsertMany = `mutation ($input: UpsertInstancesInput!) {
  upsertInstances(input: $input) { results { index error { message fieldErrors { path message hint } } } }
}`;
const history = `query ($hostname: String) { instance(by: { hostname: $hostname }) {
  history { nodes { changes { field before after } } }
} }`;
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
const everyByte = Uint8Array.from({ length: 256 }, (_, value) => value);

onBothDatabases('custom metadata', (open) => {
  let world: World;
  beforeAll(async () => void (world = await open({ config: { USER_DATA_LIMIT: '300' } })));

  it('shows at once, byte for byte, in every listing above it, and goes again', async () => {
    const { id, guest } = await world.instance();
    expect((await guest.get('/latest/meta-data/rack/unit')).status).toBe(404);

    const { updateInstance } = await world.data(update, {
      input: {
        id,
        customMetadata: [
          { path: 'meta-data/rack/unit', value: '4' },
          { path: 'meta-data/rack/blob', bytes: base64(everyByte) },
          { path: 'meta-data/rack/empty', value: '' },
          { path: 'dynamic/lines', value: 'one\ntwo\n' },
        ],
      },
    });

    expect(updateInstance.outcome).toBe('UPDATED');
    expect(updateInstance.instance.customMetadata).toEqual([
      { path: 'dynamic/lines', since: null, value: 'one\ntwo\n', bytes: base64(Buffer.from('one\ntwo\n')) },
      { path: 'meta-data/rack/blob', since: null, value: null, bytes: base64(everyByte) },
      { path: 'meta-data/rack/empty', since: null, value: '', bytes: '' },
      { path: 'meta-data/rack/unit', since: null, value: '4', bytes: base64(Buffer.from('4')) },
    ]);
    expect((await guest.get('/latest/meta-data/')).text.split('\n')).toContain('rack/');
    expect((await guest.get('/1.0/meta-data/rack')).text).toBe('blob\nempty\nunit');
    const blob = await guest.get('/latest/meta-data/rack/blob');
    expect(blob.bytes.equals(everyByte)).toBe(true);
    expect(blob.headers).toMatchObject({ 'content-type': 'text/plain', 'content-length': '256' });
    expect(await guest.get('/latest/meta-data/rack/empty')).toMatchObject({ status: 200, text: '' });
    expect((await guest.get('/latest/dynamic/lines')).text).toBe('one\ntwo\n');

    await world.data(update, { input: { id, customMetadata: null } });

    expect((await guest.get('/latest/meta-data/rack')).status).toBe(404);
    expect((await guest.get('/latest/meta-data/')).text.split('\n')).not.toContain('rack/');
    expect((await guest.get('/latest/dynamic')).text).not.toContain('lines');
  });

  it('stands for a known value since its version, and gives it back', async () => {
    const { id, hostname, guest } = await world.instance();
    const customMetadata = [
      { path: 'meta-data/hostname', value: 'another', since: '2009-04-04' },
      { path: 'meta-data/spot/termination-time', value: 'soon' },
    ];
    await world.data(update, { input: { id, customMetadata } });

    expect((await guest.get('/latest/meta-data/hostname')).text).toBe('another');
    expect((await guest.get('/2008-09-01/meta-data/hostname')).text).toBe(hostname);
    expect((await guest.get('/2014-11-05/meta-data/spot/')).text).toBe('termination-time');
    expect((await guest.get('/2014-02-25/meta-data/spot/')).status).toBe(404);

    await world.data(update, { input: { id, customMetadata: customMetadata.slice(1) } });

    expect((await guest.get('/latest/meta-data/hostname')).text).toBe(hostname);
  });

  it('of an interface or a key shows while there is one', async () => {
    const mac = '52:54:00:00:0c:01';
    const ofInterface = `meta-data/network/interfaces/macs/${mac}`;
    const { id, guest } = await world.instance({
      customMetadata: [
        { path: `${ofInterface}/rack`, value: 'r1' },
        { path: 'meta-data/public-keys/0/comment', value: 'nobody' },
      ],
    });
    expect((await guest.get('/latest/meta-data/network')).status).toBe(404);
    expect((await guest.get('/latest/meta-data/public-keys/0/comment')).status).toBe(404);

    await world.data(update, { input: { id, mac } });

    expect((await guest.get(`/latest/${ofInterface}/rack`)).text).toBe('r1');
    expect((await guest.get(`/latest/${ofInterface}/`)).text.split('\n')).toContain('rack');
    await world.data(update, { input: { id, mac: null } });
    expect((await guest.get(`/latest/${ofInterface}/`)).status).toBe(404);
  });

  it('that is what it was changes nothing', async () => {
    const customMetadata = [
      { path: 'meta-data/rack', bytes: base64(everyByte) },
      { path: 'meta-data/row', value: '7', since: 'latest' },
    ];
    const { hostname } = await world.instance({ customMetadata });

    const same = await world.data(upsert, {
      input: { hostname, customMetadata: customMetadata.toReversed() },
    });
    const absent = await world.data(upsert, { input: { hostname } });
    const dry = await world.data(upsert, { input: { hostname, customMetadata: [], dryRun: true } });

    expect(same.upsertInstance.outcome).toBe('UNCHANGED');
    expect(absent.upsertInstance.outcome).toBe('UNCHANGED');
    expect(dry.upsertInstance.outcome).toBe('UPDATED');
  });

  it('is refused with every problem at its field', async () => {
    const { id, hostname } = await world.instance({ customMetadata: [{ path: 'meta-data/a', value: '1' }] });
    const before = await world.data(instanceByHostname, { hostname });

    const answer = await world.graphql(update, {
      input: {
        id,
        customMetadata: [
          { path: 'meta-data/fine', value: '1' },
          { path: 'meta-data/placement', value: '1' },
          { path: 'meta-data/hostname/x', value: '1', since: '2021-03-24' },
          { path: 'meta-data/iam/security-credentials/role', value: '1' },
          { path: 'meta-data/fine', value: '2' },
          { path: 'meta-data/fine/x', value: '2' },
          { path: 'meta-data/neither' },
          { path: 'meta-data/both', value: '1', bytes: 'MQ==' },
          { path: 'meta-data/unreadable', bytes: 'nonsense!' },
          { path: 'meta-data/long', value: 'ü'.repeat(151) },
          { path: 'meta-data/big', bytes: base64(Buffer.alloc(301)) },
          { path: 'meta-data/0=x', value: '1' },
        ],
      },
    });

    expect(answer.problems).toEqual(
      [
        '1.path',
        '2.path',
        '2.since',
        '3.path',
        '4.path',
        '5.path',
        '6.value',
        '7.bytes',
        '8.bytes',
        '9.value',
        '10.bytes',
        '11.path',
      ]
        .map((field) => `input.customMetadata.${field}: BAD_USER_INPUT`)
        .sort(),
    );
    const messages = answer.errors[0]!.extensions.fieldErrors!.map(({ message }) => message);
    expect(messages).toContain('A value has at most 300 bytes; this has 302.');
    expect(messages).toContain('The path meta-data/fine is given twice.');
    expect(await world.data(instanceByHostname, { hostname })).toEqual(before);
  });

  it('is refused where an entry alone is wrong among many machines, at its place', async () => {
    const machine = (hostname: string, path: string) => ({
      hostname,
      customMetadata: [{ path, value: '1' }],
    });

    const { upsertInstances } = await world.data(upsertMany, {
      input: {
        atomic: false,
        instances: [machine('many-1', 'meta-data/rack'), machine('many-2', 'user-data')],
      },
    });

    expect(upsertInstances.results[0].error).toBeNull();
    expect(upsertInstances.results[1].error.fieldErrors).toEqual([
      {
        path: ['input', 'instances', '1', 'customMetadata', '0', 'path'],
        message: 'User-data is no custom metadata: it has fields of its own.',
        hint: null,
      },
    ]);
  });

  it('has at most a hundred entries', async () => {
    const entries = (count: number) =>
      Array.from({ length: count }, (_, n) => ({ path: `meta-data/entry-${n}`, value: String(n) }));

    const full = await world.instance({ customMetadata: entries(100) });
    const { problems } = await world.graphql(update, {
      input: { id: full.id, customMetadata: entries(101) },
    });

    expect((await full.guest.get('/latest/meta-data/entry-99')).text).toBe('99');
    expect(problems).toEqual(['input.customMetadata: BAD_USER_INPUT']);
  });

  it('is in the history by its path, without its content', async () => {
    const secret = 'nobody else should read this';
    const { id, hostname } = await world.instance();

    await world.data(update, { input: { id, customMetadata: [{ path: 'meta-data/rack', value: secret }] } });
    await world.data(update, {
      input: { id, customMetadata: [{ path: 'meta-data/rack', value: `${secret}!`, since: 'latest' }] },
    });

    const { instance } = await world.data(history, { hostname });
    const field = 'customMetadata.meta-data/rack';
    const [first, second] = [secret, `${secret}!`].map((text) => ({
      sha256: createHash('sha256').update(text).digest('hex'),
      size: text.length,
      kind: 'other',
    }));
    expect(instance.history.nodes[1].changes).toEqual([{ field, before: null, after: first }]);
    expect(instance.history.nodes[0].changes).toEqual(
      expect.arrayContaining([
        { field: `${field}.since`, before: null, after: 'latest' },
        { field: `${field}.content`, before: first, after: second },
      ]),
    );
    expect(JSON.stringify(instance)).not.toContain(secret);
    expect(world.logLines.join('')).not.toContain(secret);
  });
});
