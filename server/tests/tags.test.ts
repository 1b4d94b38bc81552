/** Tags as on EC2: any key is allowed, but while the machine sees its tags only keys that every client can read. */
import { beforeAll, expect, it } from '@jest/globals';
import { createInstance, instanceByHostname, updateInstance, upsertInstances } from './support/operations.ts';
import { onBothDatabases, type World } from './support/world.ts';

const upsert = 'mutation ($input: UpsertInstanceInput!) { upsertInstance(input: $input) { outcome } }';
const seen = { instanceMetadataTags: 'ENABLED' };
const hidden = { instanceMetadataTags: 'DISABLED' };
const likeKeys = ['1=x', '+1=x', '-0=', '1_000=x', '0=a=b'];
const odd = ['Größe', '٣=x', 'a b', ' ', 'a/b', '_index', '.', '..'];
const tagged = (...keys: string[]) => keys.map((key) => ({ key, value: 'x' }));

onBothDatabases('a tag', (open) => {
  let world: World;
  beforeAll(async () => void (world = await open()));

  it.each([...likeKeys, ...odd])('may be "%s" while the machine does not see it', async (key) => {
    const { hostname, guest } = await world.instance({ tags: tagged(key) });

    const { instance } = await world.data(instanceByHostname, { hostname });
    expect(instance.tags).toEqual(tagged(key));
    for (const path of ['/latest/meta-data/tags', '/latest/meta-data/tag-sets'])
      expect((await guest.get(path)).status).toBe(404);
    expect((await guest.get('/openstack/latest/meta_data.json')).text).not.toContain('"meta"');
  });

  it.each(odd)('is not "%s" where the machine sees it, as on EC2', async (key) => {
    const { problems } = await world.graphql(upsert, {
      input: { hostname: 'tagged', tags: tagged(key), metadataOptions: seen },
    });

    expect(problems).toEqual(['input.tags.0.key: BAD_USER_INPUT']);
  });

  it.each(likeKeys)('is not %s where the machine sees it, which is no key for cloud-init', async (key) => {
    const { errors, problems } = await world.graphql(upsert, {
      input: { hostname: 'tagged', tags: tagged(key), metadataOptions: seen },
    });

    expect(problems).toEqual(['input.tags.0.key: BAD_USER_INPUT']);
    expect(errors[0]!.message).toContain('cloud-init');
  });

  it.each(['', 'x'.repeat(129)])('never has the key "%s"', async (key) => {
    const { problems } = await world.graphql(upsert, { input: { hostname: 'tagged', tags: tagged(key) } });

    expect(problems).toEqual(['input.tags.0.key: BAD_USER_INPUT']);
  });

  it.each(['a=1', '1', '_1=x', '1_=x', '1.0=x', '=', '1,2:3@4+5-6_7.8'])(
    'is %s, which the machine reads',
    async (key) => {
      const { guest } = await world.instance({ tags: tagged(key), metadataOptions: seen });

      expect((await guest.get('/latest/meta-data/tags/instance/')).text).toBe(key);
      expect((await guest.get(`/latest/meta-data/tags/instance/${encodeURIComponent(key)}`)).text).toBe('x');
    },
  );

  it('that the machine could not read is named where it is to see its tags, and nothing is changed', async () => {
    const { hostname, guest } = await world.instance({ tags: tagged('fine', 'a b', 'c/d', 'e f', 'g h') });

    for (const dryRun of [true, false]) {
      const input = { id: hostname, dryRun, metadataOptions: seen };
      const { errors, problems } = await world.graphql(updateInstance, { input });

      expect(problems).toEqual(['input.metadataOptions.instanceMetadataTags: BAD_USER_INPUT']);
      expect(errors[0]!.message).toContain('"a b", "c/d", "e f" and 1 more');
    }
    expect((await guest.get('/latest/meta-data/tags')).status).toBe(404);
  });

  it('that the machine could not read is a problem at its key while the machine sees its tags', async () => {
    const { hostname } = await world.instance({ tags: tagged('fine'), metadataOptions: seen });
    const change = async (input: object) =>
      (await world.graphql(updateInstance, { input: { id: hostname, ...input } })).problems;
    const atKey = ['input.tags.1.key: BAD_USER_INPUT'];

    expect(await change({ tags: tagged('fine', 'a b') })).toEqual(atKey);
    expect(await change({ tags: tagged('fine', 'a b'), dryRun: true })).toEqual(atKey);
    expect(await change({ tags: tagged('fine', 'a b'), metadataOptions: null })).toEqual(atKey);
    expect(await change({ tags: tagged('fine', 'a b'), metadataOptions: seen })).toEqual(atKey);
    expect(await change({ metadataOptions: seen, imageId: 'ami-2' })).toEqual([]);
  });

  it('may change together with what the machine sees', async () => {
    const { hostname } = await world.instance({ tags: tagged('a b') });
    const change = async (input: object) =>
      (await world.graphql(updateInstance, { input: { id: hostname, ...input } })).problems;

    expect(await change({ tags: tagged('ab', 'c d'), metadataOptions: seen })).toEqual([
      'input.tags.1.key: BAD_USER_INPUT',
    ]);
    expect(await change({ tags: tagged('ab'), metadataOptions: seen })).toEqual([]);
    expect(await change({ tags: tagged('a b'), metadataOptions: hidden })).toEqual([]);
    expect(await change({ tags: null, metadataOptions: seen })).toEqual([]);
  });

  it('is looked at alike in a new machine, in an upsert and in each of many', async () => {
    const good = { hostname: 'tags-good', tags: tagged('a b') };
    const bad = { hostname: 'tags-bad', tags: tagged('a b'), metadataOptions: seen };
    await world.instance({ hostname: 'tags-known', tags: tagged('a b') });
    const turned = { hostname: 'tags-known', metadataOptions: seen };
    const instances = [good, bad, turned];

    const created = await world.graphql(createInstance, { input: bad });
    const upserted = await world.graphql(upsert, { input: turned });
    const together = await world.graphql(upsertInstances, { input: { instances } });
    const apart = await world.data(upsertInstances, { input: { instances, atomic: false } });

    expect(created.problems).toEqual(['input.tags.0.key: BAD_USER_INPUT']);
    expect(upserted.problems).toEqual(['input.metadataOptions.instanceMetadataTags: BAD_USER_INPUT']);
    expect(together.problems).toEqual([
      'input.instances.1.tags.0.key: BAD_USER_INPUT',
      'input.instances.2.metadataOptions.instanceMetadataTags: BAD_USER_INPUT',
    ]);
    expect(apart.upsertInstances.summary).toMatchObject({ created: 1, failed: 2 });
  });
});
