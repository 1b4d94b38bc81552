/** OpenStack's tree and NoCloud's seed serve a machine the same facts, under the same rules. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { exampleKeys } from './support/example-keys.ts';
import { withToken, type Reply } from './support/guest.ts';
import { notFoundPage } from './support/not-found-page.ts';
import { createSshKey } from './support/operations.ts';
import { onBothDatabases, type Machine, type World } from './support/world.ts';

const json = ({ text }: Reply) => JSON.parse(text);

onBothDatabases('beside the EC2 tree', (open) => {
  let world: World;
  beforeAll(async () => void (world = await open()));

  describe('a machine of OpenStack', () => {
    let machine: Machine;
    const uuid = '5b9c1f0e-7d53-4c44-9c1c-3f3a4f9a2b77';
    const key = exampleKeys[0]!;
    beforeAll(async () => {
      await world.data(createSshKey, { input: { name: 'alice', publicKey: key.line } });
      machine = await world.instance({
        uuid,
        projectId: 'project-1',
        addresses: ['127.210.0.1', '127.210.0.2'],
        mac: '52:54:00:21:00:01',
        keys: ['alice'],
        userDataText: '#!/bin/sh\necho käse\n',
        tags: [{ key: 'Name', value: 'web' }],
        metadataOptions: { instanceMetadataTags: 'ENABLED' },
      });
    });

    it('is told who it is', async () => {
      const reply = await machine.guest.get('/openstack/latest/meta_data.json');

      expect(reply.headers['content-type']).toBe('application/json');
      expect(json(reply)).toEqual({
        uuid,
        meta: { Name: 'web' },
        public_keys: { alice: key.line },
        keys: [{ name: 'alice', type: 'ssh', data: key.line }],
        name: machine.hostname,
        hostname: machine.hostname,
        launch_index: 0,
        availability_zone: 'us-east-1a',
        random_seed: expect.stringMatching(/^[\w+/]{683}=$/),
        project_id: 'project-1',
        devices: [],
        dedicated_cpus: [],
      });
    });

    it('gets other random bytes with every request', async () => {
      const seed = async () =>
        json(await machine.guest.get('/openstack/2018-08-27/meta_data.json')).random_seed;

      const [first, second] = [await seed(), await seed()];

      expect(first).not.toBe(second);
      expect(Buffer.from(first, 'base64')).toHaveLength(512);
    });

    it('is told its user-data and its network', async () => {
      const { text, headers } = await machine.guest.get('/openstack/latest/user_data');
      const network = json(await machine.guest.get('/openstack/latest/network_data.json'));

      expect(text).toBe('#!/bin/sh\necho käse\n');
      expect(headers['content-type']).toBe('text/plain');
      expect(network).toMatchObject({
        links: [{ ethernet_mac_address: '52:54:00:21:00:01' }],
        networks: [
          { type: 'ipv4_dhcp' },
          { type: 'ipv4', ip_address: '127.210.0.2', netmask: '255.255.255.0', routes: [] },
        ],
        services: [],
      });
    });

    it('finds every name that a listing shows, and the EC2 tree under its own name', async () => {
      const versions = (await machine.guest.get('/openstack')).text.split('\n');
      for (const version of versions) {
        const files = (await machine.guest.get(`/openstack/${version}/`)).text.split('\n');
        const replies = await Promise.all(
          files.map((file) => machine.guest.get(`/openstack/${version}/${file}`)),
        );
        expect(replies.map(({ status }) => status)).toEqual(files.map(() => 200));
      }
      expect(versions).toHaveLength(11);

      const { text } = await machine.guest.get('/ec2/latest/meta-data/instance-id');
      expect(text).toBe(machine.instanceId);
    });

    it('is told the same from the metadata listener, and shown the same to whoever looks after it', async () => {
      const path = '/openstack/latest/network_data.json';
      const { text } = await machine.guest.get(path);

      const { instance } = await world.data(
        `query ($hostname: String, $path: String!) { instance(by: { hostname: $hostname }) { metadata(path: $path) { status text } } }`,
        { hostname: machine.hostname, path },
      );

      expect((await world.metadataGuest(machine.address).get(path)).text).toBe(text);
      expect(instance.metadata).toEqual({ status: 200, text });
    });

    it('gets the seed of NoCloud as well', async () => {
      const get = async (name: string) => (await machine.guest.get(`/nocloud/${name}`)).text;

      expect(parse(await get('meta-data'))).toEqual({
        'instance-id': machine.instanceId,
        'local-hostname': machine.hostname,
        'availability-zone': 'us-east-1a',
        region: 'us-east-1',
        'public-keys': [key.line],
      });
      expect(parse(await get('network-config'))).toEqual({
        version: 2,
        ethernets: {
          interface0: {
            match: { macaddress: '52:54:00:21:00:01' },
            dhcp4: true,
            dhcp6: false,
            addresses: ['127.210.0.2/24'],
          },
        },
      });
      expect(await get('user-data')).toBe('#!/bin/sh\necho käse\n');
      expect(await get('vendor-data')).toBe('');
      expect(await get('')).toBe('meta-data\nnetwork-config\nuser-data\nvendor-data');
    });
  });

  it.each(['web-1.lab.example', 'plain-name'])(
    'every data source says the local hostname that was given: %s',
    async (localHostname) => {
      const { guest, hostname } = await world.instance({ localHostname });

      const openStack = json(await guest.get('/openstack/latest/meta_data.json'));

      expect((await guest.get('/latest/meta-data/local-hostname')).text).toBe(localHostname);
      expect(parse((await guest.get('/nocloud/meta-data')).text)['local-hostname']).toBe(localHostname);
      expect(openStack.hostname).toBe(localHostname);
      expect((await guest.get('/latest/meta-data/hostname')).text).toBe(hostname);
      expect(openStack.name).toBe(hostname);
    },
  );

  describe('the network-config of a machine without a MAC', () => {
    const path = '/nocloud/network-config';
    const cloudInit = { 'User-Agent': 'Cloud-Init/25.1' };
    const talos = { 'User-Agent': 'Go-http-client/1.1' };
    const shown = async (hostname: string, userAgent?: string) => {
      const query = `query ($hostname: String, $path: String!, $userAgent: String) {
        instance(by: { hostname: $hostname }) { metadata(path: $path, userAgent: $userAgent) { status text } } }`;
      return (await world.data(query, { hostname, path, userAgent })).instance.metadata;
    };

    it('is empty for cloud-init and not there for others, whoever of them asks first', async () => {
      const { guest } = await world.instance();

      for (const headers of [talos, cloudInit, talos, cloudInit]) {
        const isCloudInit = headers === cloudInit;
        expect(await guest.get(path, headers)).toMatchObject(
          isCloudInit ? { status: 200, text: '' } : { status: 404, text: notFoundPage },
        );
        expect((await guest.get('/nocloud/', headers)).text.includes('network-config')).toBe(isCloudInit);
      }
    });

    it('is shown as the client is told that asked last, or as the one that is named', async () => {
      const { guest, hostname } = await world.instance();
      const empty = { status: 200, text: '' };

      expect(await shown(hostname)).toMatchObject({ status: 404 });
      await guest.get('/nocloud/meta-data', cloudInit);
      expect(await shown(hostname)).toEqual(empty);
      expect(await shown(hostname, 'Go-http-client/1.1')).toMatchObject({ status: 404 });
      await guest.get('/nocloud/meta-data', talos);
      expect(await shown(hostname)).toMatchObject({ status: 404 });
      expect(await shown(hostname, 'Cloud-Init/25.1')).toEqual(empty);
    });
  });

  describe('the trees', () => {
    const paths = [
      '/openstack',
      '/openstack/latest/meta_data.json',
      '/nocloud/',
      '/nocloud/user-data',
      '/ec2/',
    ];

    it('obey the options of the machine: tokens', async () => {
      const { guest } = await world.instance({ metadataOptions: { httpTokens: 'REQUIRED' } });
      const token = withToken(await guest.token());

      for (const path of paths) {
        expect(await guest.get(path)).toMatchObject({ status: 401, text: '' });
        expect(await guest.get(path, withToken('wrong'))).toMatchObject({ status: 401 });
        expect(await guest.get(path, token)).toMatchObject({ status: 200 });
        expect(await guest.get(path, { ...token, 'X-Forwarded-For': '10.0.0.1' })).toMatchObject({
          status: 403,
        });
      }
    });

    it('obey the options of the machine: no service', async () => {
      const { guest } = await world.instance({ metadataOptions: { httpEndpoint: 'DISABLED' } });

      for (const path of [...paths, '/openstack/nowhere'])
        expect(await guest.get(path)).toMatchObject({ status: 403, text: '' });
    });

    it('know no strangers', async () => {
      for (const path of paths)
        expect(await world.guest().get(path)).toMatchObject({ status: 404, text: notFoundPage });
    });

    it('do not know what is not there, and take nothing', async () => {
      const { guest } = await world.instance();

      for (const path of [
        '/openstack/content',
        '/openstack/1999-01-01',
        '/nocloud/x',
        '/ec2/latest/api/token',
      ])
        expect(await guest.get(path)).toMatchObject({ status: 404, text: notFoundPage });
      for (const path of paths) {
        expect(await guest.send('POST', path)).toMatchObject({ status: 403, text: '' });
        expect(await guest.send('OPTIONS', path)).toMatchObject({
          status: 200,
          headers: { allow: 'OPTIONS, GET, HEAD' },
        });
        expect(await guest.head(path)).toMatchObject({ status: 200, text: '' });
      }
      expect(Buffer.byteLength((await guest.get('/')).text)).toBe(329);
    });
  });
});
