/** OpenStack's metadata agent names the machine in signed headers, for networks whose addresses overlap. */
import { createHmac } from 'node:crypto';
import { beforeAll, expect, it } from '@jest/globals';
import type { Guest } from './support/guest.ts';
import { withToken, withTtl } from './support/guest.ts';
import { notFoundPage } from './support/not-found-page.ts';
import { onBothDatabases, type Machine, type World } from './support/world.ts';

const id = '/latest/meta-data/instance-id';
const secret = 'the secret of the agents';
const agentAddress = '127.88.0.1';
const uuid = '11111111-2222-3333-4444-555555555555';
const projectId = '0a1b2c3d4e5f60718293a4b5c6d7e8f9';

const signatureOf = (text: string, key = secret) => createHmac('sha256', key).update(text).digest('hex');

/** Returns the headers that the agent sends for a machine. */
const signed = (instance: string, project = projectId) => ({
  'X-Forwarded-For': '10.30.0.5',
  'X-Instance-ID': instance,
  'X-Tenant-ID': project,
  'X-Instance-ID-Signature': signatureOf(instance),
});

const without = (headers: Record<string, string>, name: string) =>
  Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name));

const warnings = (world: World) => world.logLines.filter((line) => line.includes('X-Instance-ID'));

onBothDatabases('a machine behind the metadata agent of OpenStack', (open) => {
  let world: World;
  let agent: Guest;
  let machine: Machine;

  beforeAll(async () => {
    world = await open({
      config: { TRUSTED_PROXIES: `${agentAddress}/32`, METADATA_PROXY_SHARED_SECRET: secret },
    });
    agent = world.guest(agentAddress);
    machine = await world.instance({ hostname: 'nova-1', uuid, projectId, userDataText: 'of nova-1' });
  });

  it('is told everything about itself, by its UUID or its instance-id', async () => {
    for (const name of [uuid, uuid.toUpperCase(), machine.instanceId]) {
      expect((await agent.get(id, signed(name))).text).toBe(machine.instanceId);
      expect((await agent.get('/latest/user-data', signed(name))).text).toBe('of nova-1');
      expect((await agent.get('/', signed(name))).status).toBe(200);
    }
    expect((await world.metadataGuest(agentAddress).get(id, signed(uuid))).text).toBe(machine.instanceId);
  });

  it('is known whatever the address that its network has twice', async () => {
    await world.instance({ addresses: ['10.30.0.5'] });

    for (const forwardedFor of ['10.30.0.5', 'fe80::1', 'unknown'])
      expect((await agent.get(id, { ...signed(uuid), 'X-Forwarded-For': forwardedFor })).text).toBe(
        machine.instanceId,
      );
    expect((await agent.get(id, without(signed(uuid), 'X-Forwarded-For'))).text).toBe(machine.instanceId);
  });

  it('gets session tokens where the proxy passes their headers', async () => {
    const { status, text } = await agent.put('/latest/api/token', { ...withTtl(60), ...signed(uuid) });

    expect(status).toBe(200);
    expect(await agent.get(id, { ...withToken(text), ...signed(uuid) })).toMatchObject({
      status: 200,
      text: machine.instanceId,
    });
  });

  it('is told by the tree of OpenStack as well, and leaves its password there', async () => {
    const place = '/openstack/latest/password';

    const { text } = await agent.get('/openstack/latest/meta_data.json', signed(uuid));
    const post = { method: 'POST', target: place, headers: signed(uuid), body: 'c2VjcmV0' };
    const { status } = await agent.sendBody(post);

    expect(JSON.parse(text)).toMatchObject({ uuid, project_id: projectId, hostname: 'nova-1' });
    expect(status).toBe(200);
    expect((await agent.get(place, signed(uuid))).text).toBe('c2VjcmV0');
    expect((await agent.get(place, signed(uuid, 'another'))).status).toBe(404);
  });

  it('belongs to the account where no project is given', async () => {
    const { instanceId } = await world.instance({ accountId: '123456789012' });

    expect((await agent.get(id, signed(instanceId, '123456789012'))).text).toBe(instanceId);
    expect((await agent.get(id, signed(instanceId, projectId))).status).toBe(404);
  });

  it.each(['X-Instance-ID', 'X-Tenant-ID', 'X-Instance-ID-Signature'])(
    'is a bad request without %s, and with nothing but it',
    async (name) => {
      const headers = signed(uuid);

      for (const wrong of [without(headers, name), { ...headers, [name]: '' }])
        expect(await agent.get(id, wrong)).toMatchObject({ status: 400, text: '' });
      expect(await agent.get(id, { [name]: headers[name as 'X-Tenant-ID'] })).toMatchObject({
        status: 400,
        text: '',
      });
    },
  );

  it('is forbidden with a wrong signature, even for a machine that does not exist', async () => {
    const other = await world.instance({ projectId });

    for (const signature of [
      signatureOf(other.instanceId),
      signatureOf(uuid, 'another secret'),
      signatureOf(uuid).toUpperCase(),
      signatureOf(uuid).slice(1),
      'x',
    ])
      for (const name of [uuid, '99999999-2222-3333-4444-555555555555'])
        expect(await agent.get(id, { ...signed(name), 'X-Instance-ID-Signature': signature })).toMatchObject({
          status: 403,
          text: '',
        });
  });

  it('is not found when nobody registered it, or in another project', async () => {
    for (const headers of [
      signed('99999999-2222-3333-4444-555555555555'),
      signed('i-00000000000000000'),
      signed('nova-1'),
      signed('%'),
      signed(uuid, 'another project'),
    ])
      expect(await agent.get(id, headers)).toMatchObject({ status: 404, text: notFoundPage });
  });

  it('is known by its address where the agent sends none of the headers', async () => {
    const { address, instanceId } = await world.instance();

    expect((await agent.get(id, { 'X-Forwarded-For': address })).text).toBe(instanceId);
  });

  it('cannot be had by a neighbour who sends the headers itself, even signed', async () => {
    const neighbour = await world.instance();
    const before = warnings(world).length;

    for (let round = 0; round < 3; round += 1) {
      expect((await neighbour.guest.get(id, without(signed(uuid), 'X-Forwarded-For'))).text).toBe(
        neighbour.instanceId,
      );
      expect((await world.guest('127.88.0.2').get(id, signed(uuid))).status).toBe(404);
    }

    expect(before).toBe(0);
    expect(warnings(world)).toHaveLength(1);
    expect(warnings(world)[0]).toMatch(/is not in TRUSTED_PROXIES/);
  });

  it('never finds the secret in the log', () => {
    expect(world.logLines.length).toBeGreaterThan(20);
    expect(world.logLines.join('')).not.toContain(secret);
  });
});

onBothDatabases('without the secret of the agents', (open) => {
  it('the headers change nothing, and one warning says so', async () => {
    const world = await open({ config: { TRUSTED_PROXIES: `${agentAddress}/32` } });
    await world.instance({ uuid, projectId });
    const machine = await world.instance();

    for (let round = 0; round < 3; round += 1) {
      const headers = { ...signed(uuid), 'X-Forwarded-For': machine.address };
      expect((await world.guest(agentAddress).get(id, headers)).text).toBe(machine.instanceId);
      expect((await machine.guest.get(id, without(headers, 'X-Forwarded-For'))).text).toBe(
        machine.instanceId,
      );
      expect((await world.guest(agentAddress).get(id, signed(uuid))).status).toBe(404);
    }

    expect(warnings(world)).toHaveLength(1);
    expect(warnings(world)[0]).toMatch(/METADATA_PROXY_SHARED_SECRET is not set/);
  });
});
