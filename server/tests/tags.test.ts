/** Tags that a machine can read, and keys that some client could not. */
import { beforeAll, expect, it } from '@jest/globals';
import { onBothDatabases, type World } from './world.ts';

const upsert = 'mutation ($input: UpsertInstanceInput!) { upsertInstance(input: $input) { outcome } }';

onBothDatabases('a tag', (open) => {
  let world: World;
  beforeAll(async () => void (world = await open()));

  it.each(['1=x', '+1=x', '-0=', '1_000=x', '0=a=b'])(
    'is not %s, which is no key for cloud-init',
    async (key) => {
      const { errors, problems } = await world.graphql(upsert, {
        input: { hostname: 'tagged', tags: [{ key, value: 'x' }] },
      });

      expect(problems).toEqual(['input.tags.0.key: BAD_USER_INPUT']);
      expect(errors[0]!.message).toContain('cloud-init');
    },
  );

  it.each(['Größe', '٣=x', 'a b', 'a/b', '_index', '..', ''])('is not "%s", as on EC2', async (key) => {
    const { problems } = await world.graphql(upsert, {
      input: { hostname: 'tagged', tags: [{ key, value: 'x' }] },
    });

    expect(problems).toEqual(['input.tags.0.key: BAD_USER_INPUT']);
  });

  it.each(['a=1', '1', '_1=x', '1_=x', '1.0=x', '=', '1,2:3@4+5-6_7.8'])('is %s', async (key) => {
    const { guest } = await world.instance({
      tags: [{ key, value: 'x' }],
      metadataOptions: { instanceMetadataTags: 'ENABLED' },
    });

    expect((await guest.get('/latest/meta-data/tags/instance/')).text).toBe(key);
    expect((await guest.get(`/latest/meta-data/tags/instance/${encodeURIComponent(key)}`)).text).toBe('x');
  });
});
