/** The order of the conditions of the metadata service: the first one that holds decides. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { withToken, withTtl, type Reply } from './support/guest.ts';
import { onBothDatabases, type Machine, type World } from './support/world.ts';

/** Returns the status, and the other parts of a reply that show the decision. */
const decision = ({ status, headers, text }: Reply) => ({
  status,
  allow: headers.allow,
  length: text.length,
});

const refused = (status: number) => ({ status, allow: undefined, length: 0 });
const proxied = { 'X-Forwarded-For': '10.0.0.1' };
const leaf = '/latest/meta-data/instance-id';
const tokenPath = '/latest/api/token';

onBothDatabases('the metadata service decides', (open) => {
  let world: World;
  let machine: Machine;
  let token: Record<string, string>;

  beforeAll(async () => void (world = await open()));

  const options = async (metadataOptions: object) => {
    machine = await world.instance({ metadataOptions });
    token = withToken(await machine.guest.token().catch(() => ''));
  };

  describe('for a machine whose endpoint is disabled', () => {
    beforeAll(async () => {
      await options({ httpTokens: 'REQUIRED' });
      const input = { id: machine.id, metadataOptions: { httpEndpoint: 'DISABLED' } };
      await world.data(
        'mutation ($input: UpdateInstanceInput!) { updateInstance(input: $input) { outcome } }',
        {
          input,
        },
      );
    });

    it.each([
      ['GET', '/'],
      ['GET', leaf],
      ['HEAD', leaf],
      ['OPTIONS', leaf],
      ['POST', leaf],
      ['GET', '/nowhere'],
      ['PUT', tokenPath],
      ['GET', tokenPath],
      ['OPTIONS', tokenPath],
    ])('that %s %s is forbidden, whatever comes with it', async (method, path) => {
      expect(decision(await machine.guest.send(method, path, withTtl(60)))).toEqual(refused(403));
      expect(decision(await machine.guest.send(method, path, token))).toEqual(refused(403));
      expect(decision(await machine.guest.send(method, path, withToken('wrong')))).toEqual(refused(403));
    });
  });

  describe('about the place where tokens come from', () => {
    beforeAll(() => options({ httpTokens: 'REQUIRED' }));

    const allowed = { allow: 'OPTIONS, PUT', length: 0 };

    it.each([tokenPath, '/latest/api/token/', '//latest/./api//token', '/latest/api/%74oken?x=1'])(
      'that OPTIONS tells its methods, at %s',
      async (path) => {
        expect(decision(await machine.guest.send('OPTIONS', path))).toEqual({ status: 200, ...allowed });
      },
    );

    it.each(['GET', 'HEAD', 'POST', 'DELETE', 'PATCH'])(
      'that %s is not allowed, with and without a token',
      async (method) => {
        for (const headers of [{}, token, withToken('wrong'), { ...token, ...proxied }]) {
          const reply = await machine.guest.send(method, tokenPath, headers);
          expect(decision(reply)).toEqual({ status: 405, ...allowed });
          expect(reply.reason).toBe('Not Allowed');
        }
      },
    );

    it('that a proxy gets none, before the time is looked at', async () => {
      for (const time of [withTtl(60), withTtl('abc'), {}])
        expect(decision(await machine.guest.put(tokenPath, { ...time, ...proxied }))).toEqual(refused(403));
      const withEmpty = { ...withTtl(60), 'X-Forwarded-For': '' };
      expect(decision(await machine.guest.put(tokenPath, withEmpty))).toEqual(refused(403));
    });

    it('that a wrong time is a bad request, even with a wrong token', async () => {
      expect(decision(await machine.guest.put(tokenPath, withToken('wrong')))).toEqual(refused(400));
    });

    it('that a token is granted at every spelling of the path, and whatever token comes along', async () => {
      for (const path of [tokenPath, '/latest/api/token/', '/latest//api/token?x=1'])
        expect(await machine.guest.put(path, { ...withTtl(1), ...withToken('wrong') })).toMatchObject({
          status: 200,
          headers: { 'x-aws-ec2-metadata-token-ttl-seconds': '1' },
        });
    });

    it('that other places below api do not exist', async () => {
      for (const path of ['/latest/api', '/latest/api/token/x', '/api/token'])
        expect(decision(await machine.guest.get(path, token))).toMatchObject({ status: 404, length: 339 });
    });
  });

  describe.each(['OPTIONAL', 'REQUIRED'])('about a token where it is %s', (httpTokens) => {
    beforeAll(() => options({ httpTokens }));

    it.each([
      ['GET', leaf],
      ['HEAD', leaf],
      ['POST', leaf],
      ['OPTIONS', leaf],
      ['GET', '/nowhere'],
      ['PUT', '/2021-03-23/api/token'],
    ])('that %s %s with a wrong one is refused before anything else', async (method, path) => {
      const wrong = withToken('AQAEAwrong');
      expect(decision(await machine.guest.send(method, path, wrong))).toEqual(refused(401));
      expect(decision(await machine.guest.send(method, path, { ...wrong, ...proxied }))).toEqual(
        refused(401),
      );
    });

    it('that a proxy that shows a good one is forbidden', async () => {
      for (const path of [leaf, '/nowhere', '/'])
        expect(decision(await machine.guest.get(path, { ...token, ...proxied }))).toEqual(refused(403));
    });

    it('that OPTIONS tells the methods of every path', async () => {
      for (const path of [leaf, '/nowhere', '/'])
        expect(decision(await machine.guest.send('OPTIONS', path, token))).toEqual({
          status: 200,
          allow: 'OPTIONS, GET, HEAD',
          length: 0,
        });
    });

    it.each(['POST', 'PUT', 'DELETE', 'PATCH'])(
      'that %s is forbidden, not a wrong method',
      async (method) => {
        for (const path of [leaf, '/nowhere', '/', '/2021-03-23/api/token'])
          expect(decision(await machine.guest.send(method, path, token))).toEqual(refused(403));
      },
    );

    it('that what is not there is not found', async () => {
      for (const path of ['/nowhere', '/latest/meta-data/public-ipv4', '/latest/user-data', `${leaf}/x`])
        expect(decision(await machine.guest.get(path, token))).toMatchObject({ status: 404, length: 339 });
    });

    it('that HEAD gives the status and the headers of GET, and no body', async () => {
      for (const path of [leaf, '/latest/', '/nowhere']) {
        const get = await machine.guest.get(path, token);
        const head = await machine.guest.head(path, token);
        expect(head).toMatchObject({ status: get.status, reason: get.reason, text: '' });
        expect(head.headers).toEqual({ ...get.headers, date: head.headers.date });
      }
    });
  });

  describe('without a token', () => {
    it.each([
      ['GET', leaf],
      ['GET', '/'],
      ['GET', '/nowhere'],
      ['POST', leaf],
      ['OPTIONS', leaf],
      ['PUT', '/2021-03-23/api/token'],
    ])('that %s %s is refused where it is required', async (method, path) => {
      await options({ httpTokens: 'REQUIRED' });

      for (const headers of [{}, withToken(''), proxied])
        expect(decision(await machine.guest.send(method, path, headers))).toEqual(refused(401));
    });

    it('that an empty one is none, and a proxy does not matter', async () => {
      await options({ httpTokens: 'OPTIONAL' });

      for (const headers of [{}, withToken(''), proxied]) {
        expect(await machine.guest.get(leaf, headers)).toMatchObject({
          status: 200,
          text: machine.instanceId,
        });
        expect(decision(await machine.guest.send('POST', leaf, headers))).toEqual(refused(403));
        expect(decision(await machine.guest.put('/2021-03-23/api/token', headers))).toEqual(refused(403));
        expect(decision(await machine.guest.get('/nowhere', headers))).toMatchObject({ status: 404 });
      }
    });
  });
});
