/** The metadata options of a machine, changed while it runs. */
import { beforeAll, expect, it } from '@jest/globals';
import { withToken } from './support/guest.ts';
import { onBothDatabases, type World } from './support/world.ts';

const id = '/latest/meta-data/instance-id';
const update = `mutation ($input: UpdateInstanceInput!) {
  updateInstance(input: $input) { outcome instance { metadataOptions {
    httpEndpoint httpTokens httpPutResponseHopLimit httpProtocolIpv6 instanceMetadataTags
  } } }
}`;

onBothDatabases('a change of the metadata options', (open) => {
  let world: World;
  beforeAll(async () => void (world = await open()));

  const set = async (hostname: string, metadataOptions: object) =>
    (await world.data(update, { input: { id: hostname, metadataOptions } })).updateInstance;

  it('turns the service off and on for one machine at once, its tokens staying good', async () => {
    const { guest, hostname, instanceId } = await world.instance();
    const other = await world.instance();
    const token = withToken(await guest.token());

    await set(hostname, { httpEndpoint: 'DISABLED' });
    for (const path of ['/', id, '/latest/user-data', '/nowhere'])
      expect(await guest.get(path, token)).toMatchObject({ status: 403, text: '' });
    expect((await guest.put('/latest/api/token')).status).toBe(403);
    expect((await other.guest.get(id)).text).toBe(other.instanceId);

    await set(hostname, { httpEndpoint: 'ENABLED' });
    expect((await guest.get(id, token)).text).toBe(instanceId);
  });

  it('makes tokens required and optional at once', async () => {
    const { guest, hostname, instanceId } = await world.instance();
    const token = withToken(await guest.token());
    expect((await guest.get(id)).text).toBe(instanceId);

    await set(hostname, { httpTokens: 'REQUIRED' });
    expect((await guest.get(id)).status).toBe(401);
    expect((await guest.get(id, token)).text).toBe(instanceId);

    await set(hostname, { httpTokens: 'OPTIONAL' });
    expect((await guest.get(id)).text).toBe(instanceId);
  });

  it('shows the tags and hides them at once', async () => {
    const { guest, hostname } = await world.instance({ tags: [{ key: 'Name', value: 'web' }] });
    const tag = '/latest/meta-data/tags/instance/Name';
    expect((await guest.get(tag)).status).toBe(404);

    await set(hostname, { instanceMetadataTags: 'ENABLED' });
    expect((await guest.get(tag)).text).toBe('web');
    expect((await guest.get('/latest/meta-data/')).text).toMatch(/\ntags\/$/);

    await set(hostname, { instanceMetadataTags: 'DISABLED' });
    expect((await guest.get(tag)).status).toBe(404);
    expect((await guest.get('/latest/meta-data/')).text).not.toContain('tags/');
  });

  it('keeps what is not given, and takes the hop limit and IPv6 as they are', async () => {
    const { guest, hostname, instanceId } = await world.instance({
      metadataOptions: { httpTokens: 'REQUIRED', instanceMetadataTags: 'ENABLED' },
    });

    const { outcome, instance } = await set(hostname, {
      httpPutResponseHopLimit: 2,
      httpProtocolIpv6: 'ENABLED',
    });

    expect(outcome).toBe('UPDATED');
    expect(instance.metadataOptions).toEqual({
      httpEndpoint: 'ENABLED',
      httpTokens: 'REQUIRED',
      httpPutResponseHopLimit: 2,
      httpProtocolIpv6: 'ENABLED',
      instanceMetadataTags: 'ENABLED',
    });
    expect((await guest.get(id, withToken(await guest.token()))).text).toBe(instanceId);
  });
});
