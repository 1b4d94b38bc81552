/** A link-local address is unique on its link only: the address and the server's interface identify a machine. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Guest } from './support/guest.ts';
import { withToken, withTtl } from './support/guest.ts';
import { notFoundPage } from './support/not-found-page.ts';
import { onlyWhere } from './support/only-where.ts';
import { canRunInNetwork, inOwnNetwork } from './support/own-network.ts';
import { Product } from './support/product.ts';
import { onBothDatabases, openWorld, type Machine, type World } from './support/world.ts';

const id = '/latest/meta-data/instance-id';
const tokenPath = '/latest/api/token';
const createInstance =
  'mutation ($input: CreateInstanceInput!) { createInstance(input: $input) { instance { addresses callerAddresses } } }';
const updateInstance =
  'mutation ($input: UpdateInstanceInput!) { updateInstance(input: $input) { outcome instance { addresses } } }';

onBothDatabases('a machine with a link-local address', (open) => {
  let world: World;
  let proxy: Guest;
  let one: Machine;
  let two: Machine;
  const by = (address: string) => ({ 'X-Forwarded-For': address });

  beforeAll(async () => {
    world = await open({ config: { TRUSTED_PROXIES: '127.66.0.1,127.0.0.1' } });
    proxy = world.guest('127.66.0.1');
    one = await world.instance({ addresses: ['FE80::5%virbr0', 'fd00:66::5'], mac: '52:54:00:66:00:01' });
    two = await world.instance({ addresses: ['fe80::5%virbr1'], callerAddresses: ['fe80::6%virbr1'] });
  });

  it('is told apart from the one that has the same on another link', async () => {
    const known = async (address: string) => (await proxy.get(id, by(address))).text;

    expect(await known('fe80::5%virbr0')).toBe(one.instanceId);
    expect(await known('[fe80:0:0::5%virbr0]:4711')).toBe(one.instanceId);
    expect(await known('fe80::5%virbr1')).toBe(two.instanceId);
    expect(await known('fe80::6%virbr1')).toBe(two.instanceId);
  });

  it('cannot show the token of the other', async () => {
    const ask = { ...withTtl(60), ...by('fe80::5%virbr0') };
    const token = withToken((await proxy.put(tokenPath, ask)).text);

    expect((await proxy.get(id, { ...token, ...by('fe80::5%virbr0') })).text).toBe(one.instanceId);
    expect((await proxy.get(id, { ...token, ...by('fe80::5%virbr1') })).status).toBe(401);
  });

  it.each(['fe80::5', 'fe80::5%virbr2', 'fe80::5%VIRBR0', 'fe80::6%virbr0', 'fe80::5%', 'fd00:66::5%virbr0'])(
    'is nobody to a proxy that says %s',
    async (address) => {
      for (const path of [id, '/', tokenPath])
        expect(await proxy.get(path, by(address))).toMatchObject({ status: 404, text: notFoundPage });
    },
  );

  it('is in the log by its address and link', async () => {
    await proxy.get('/latest/meta-data/by-its-link', by('fe80::5%virbr1'));

    const lines = world.logLines.map((line) => JSON.parse(line));
    expect(lines.find(({ path }) => path === '/latest/meta-data/by-its-link')).toMatchObject({
      address: 'fe80::5%virbr1',
      status: 404,
    });
  });

  it('is not told the address, which it gives itself', async () => {
    const served = async (path: string) => (await proxy.get(`/latest/${path}`, by('fe80::5%virbr0'))).text;
    const mac = 'meta-data/network/interfaces/macs/52:54:00:66:00:01';

    expect(await served('meta-data/ipv6')).toBe('fd00:66::5');
    expect(await served(`${mac}/ipv6s`)).toBe('fd00:66::5');
    expect((await proxy.get('/latest/meta-data/ipv6', by('fe80::5%virbr1'))).status).toBe(404);
    for (const target of ['/openstack/latest/network_data.json', '/nocloud/network-config'])
      expect((await proxy.get(target, by('fe80::5%virbr0'))).text).not.toContain('virbr');
  });

  it('is shown with it to those who look after it, and found by it', async () => {
    const fields = 'hostname addresses callerAddresses lastRequest { address }';
    const { instance } = await world.data(
      `query ($address: IPAddress) { instance(by: { address: $address }) { ${fields} } }`,
      { address: 'FE80::5%virbr1' },
    );
    const search = 'query ($search: String) { instances(search: $search) { nodes { hostname } } }';

    expect(instance).toEqual({
      hostname: two.hostname,
      addresses: ['fe80::5%virbr1'],
      callerAddresses: ['fe80::6%virbr1'],
      lastRequest: { address: 'fe80::5%virbr1' },
    });
    expect((await world.data(search, { search: '::5%virbr1' })).instances.nodes).toEqual([
      { hostname: two.hostname },
    ]);
  });

  it('cannot have one that another machine has on that link, or one without a link', async () => {
    const problemsOf = async (input: object) => {
      const { problems, errors } = await world.graphql(createInstance, {
        input: { hostname: 'wrong', ...input },
      });
      return {
        problems,
        hints: errors.flatMap((error) => error.extensions.fieldErrors?.map(({ hint }) => hint)),
      };
    };
    const hint = 'Say by which network interface of the server the machine is reached: fe80::7%virbr0.';

    expect((await problemsOf({ addresses: ['fe80::5%virbr0'] })).problems).toEqual([
      'input.addresses.0: ALREADY_EXISTS',
    ]);
    expect(await problemsOf({ addresses: ['fd00:66::7', 'FE80::7'] })).toEqual({
      problems: ['input.addresses.1: BAD_USER_INPUT'],
      hints: [hint],
    });
    expect(await problemsOf({ callerAddresses: ['fe80::7'] })).toEqual({
      problems: ['input.callerAddresses.0: BAD_USER_INPUT'],
      hints: [hint],
    });
    expect(
      await problemsOf({ interfaces: [{ addresses: [] }, { addresses: ['10.66.0.7', 'fe80::7'] }] }),
    ).toEqual({
      problems: ['input.interfaces.1.addresses.1: BAD_USER_INPUT'],
      hints: [hint],
    });
  });

  it('is refused the same when it is changed', async () => {
    const { id: machine } = await world.instance({ addresses: ['fe80::8%virbr0'] });

    const wrong = await world.graphql(updateInstance, { input: { id: machine, addresses: ['fe80::8'] } });
    const right = await world.data(updateInstance, { input: { id: machine, addresses: ['fe80::8%virbr1'] } });

    expect(wrong.problems).toEqual(['input.addresses.0: BAD_USER_INPUT']);
    expect(right.updateInstance).toEqual({
      outcome: 'UPDATED',
      instance: { addresses: ['fe80::8%virbr1'] },
    });
    expect((await proxy.get(id, by('fe80::8%virbr0'))).status).toBe(404);
    expect((await proxy.get(id, by('fe80::8%virbr1'))).status).toBe(200);
  });

  it('is told routers and name servers, whose links are its own, without one', async () => {
    const createVpc = 'mutation ($input: CreateVpcInput!) { createVpc(input: $input) { outcome } }';
    const createSubnet = 'mutation ($input: CreateSubnetInput!) { createSubnet(input: $input) { outcome } }';
    await world.data(createVpc, { input: { name: 'linked', ipv6CidrBlocks: ['fd00:67::/56'] } });
    const subnet = { vpc: 'linked', ipv6CidrBlocks: ['fd00:67::/64'] };

    const wrong = await world.graphql(createSubnet, {
      input: {
        name: 'wrong',
        ...subnet,
        ipv6Gateway: 'fe80::1%eth0',
        dnsServers: ['fd00:67::1', 'fe80::1%eth0'],
      },
    });
    const association = { privateAddress: '10.66.0.9', publicAddress: 'fe80::9%virbr0' };
    const associated = await world.graphql(createInstance, {
      input: { hostname: 'wrong', interfaces: [{ addresses: ['10.66.0.9'], associations: [association] }] },
    });

    expect(wrong.problems).toEqual([
      'input.dnsServers.1: BAD_USER_INPUT',
      'input.ipv6Gateway: BAD_USER_INPUT',
    ]);
    expect(wrong.errors[0]!.extensions.fieldErrors![0]!.hint).toBe('Write it as fe80::1.');
    expect(associated.problems).toEqual(['input.interfaces.0.associations.0.publicAddress: BAD_USER_INPUT']);
    await world.data(createSubnet, {
      input: { name: 'right', ...subnet, ipv6Gateway: 'fe80::1', dnsServers: ['fe80::1'] },
    });
  });

  it('lets its user sign in, however long the address is', async () => {
    await world.person('linked', 'VIEWER', 'a long password of linked');
    const signIn = 'mutation ($input: SignInInput!) { signIn(input: $input) { viewer { name } } }';
    const input = { username: 'linked', password: 'a long password of linked' };

    const { codes, data } = await world.graphql(
      signIn,
      { input },
      { as: 'nobody', headers: by('fe80::ffff:ffff:ffff:ffff%fifteen-letters') },
    );

    expect([codes, data.signIn.viewer.name]).toEqual([[], 'linked']);
  });
});

/** Runs a command in its own network with two links, each with the same addresses of the server and of a guest. */
const inNetwork = inOwnNetwork(
  `ip link add name link0 type veth peer name link1 && for link in link0 link1; do
    ip link set $link up && ip -6 address add fe80::1/64 dev $link nodad &&
    ip -6 address add fe80::5/64 dev $link nodad || exit; done`,
);

onlyWhere(canRunInNetwork(inNetwork), 'needs root, ip with veth, unshare and nsenter')(
  'Two links of a server',
  () => {
    let world: World;
    let product: Product;

    beforeAll(async () => {
      world = await openWorld({ database: 'sqlite' });
      const variables = { METADATA_LISTEN: '[fe80::1%link0]:8080', TRUSTED_PROXIES: 'fe80::5%link1' };
      product = await Product.start({ url: world.databaseUrl, tokens: world.tokens }, variables, {
        starter: inNetwork,
      });
    });

    afterAll(async () => {
      await product.end();
      await world.close();
    });

    const script = `
    const [host, port, localAddress, path, forwardedFor] = process.argv.slice(1);
    const headers = forwardedFor ? { 'X-Forwarded-For': forwardedFor } : {};
    require('node:http')
      .get({ host, port, localAddress, path, headers }, (response) => {
        let text = '';
        response.on('data', (chunk) => (text += chunk));
        response.on('end', () => process.stdout.write(response.statusCode + ' ' + text));
      })
      .on('error', ({ code }) => process.stdout.write(code));`;

    /** Returns the answer to the guest of a link: a status and a text, or the code of an error. */
    const ask = async (link: string, { port = product.port, forwardedFor = '' } = {}): Promise<string> => {
      const command = ['-t', `${product.pid}`, '-n', process.execPath, '-e', script];
      const asked = [`fe80::1%${link}`, `${port}`, `fe80::5%${link}`, id, forwardedFor];
      return (await promisify(execFile)('nsenter', [...command, ...asked])).stdout;
    };

    it('have each a machine of their own at the same address, and a proxy of their own', async () => {
      const one = await world.instance({ addresses: ['fe80::5%link0'] });
      const two = await world.instance({ addresses: ['fe80::5%link1'] });
      const far = await world.instance({ addresses: ['10.66.1.1'] });

      expect(await ask('link0')).toBe(`200 ${one.instanceId}`);
      expect(await ask('link0', { port: 8080 })).toBe(`200 ${one.instanceId}`);
      expect(await ask('link1')).toBe(`200 ${two.instanceId}`);
      expect(await ask('link0', { forwardedFor: '10.66.1.1' })).toBe(`200 ${one.instanceId}`);
      expect(await ask('link1', { forwardedFor: '10.66.1.1' })).toBe(`200 ${far.instanceId}`);
    });
  },
);
