/** Headers of which a parser would take seconds: they are refused, or cut, before anything parses them. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { plainHeaders } from '../api/admin-request.ts';
import { openWorld, type World } from './support/world.ts';

const blanks = ' '.repeat(15_000);
const setup = JSON.stringify({ query: '{ setup { hasUsers } }' });

describe('A header that is too long to be parsed', () => {
  let world: World;
  beforeAll(async () => void (world = await openWorld({ database: 'sqlite' })));
  afterAll(() => world.close());

  const refused = (name: string, max: number) =>
    `The ${name} header of this request is too long: it has at most ${max} characters.`;
  const ask = async (method: string, target: string, headers: Record<string, string>) => {
    const body = method === 'POST' ? setup : '';
    const { status, text } = await world.guest().sendBody({ method, target, headers, body });
    return { status, message: status === 431 ? JSON.parse(text).errors[0].message : undefined };
  };

  it.each(['POST', 'GET', 'DELETE'])('is refused by GraphQL as a Content-Type of %s', async (method) => {
    const target = `/graphql${method === 'GET' ? '?query={setup{hasUsers}}' : ''}`;

    for (const type of [`application/json${blanks}x`, `application/json;a=b${blanks}x`])
      expect(await ask(method, target, { 'Content-Type': type })).toEqual({
        status: 431,
        message: refused('content-type', 256),
      });
  });

  it('is longer than any that is needed', async () => {
    const type = (length: number) => 'application/json; charset=utf-8; a='.padEnd(length, 'x');

    expect((await ask('POST', '/graphql', { 'Content-Type': type(256) })).status).toBe(200);
    expect((await ask('POST', '/graphql', { 'Content-Type': type(257) })).status).toBe(431);
  });

  it.each([
    ['accept', `text/html,${'a/b,'.repeat(3000)}`, 1024],
    ['accept-encoding', 'a,'.repeat(7000), 1024],
    ['next-router-state-tree', '["",{"a":'.repeat(1000), 2048],
  ])('is refused wherever the control plane is asked: %s', async (name, value, max) => {
    const message = refused(name, max);

    for (const target of ['/graphql', '/admin', '/admin/login', '/identity/certificates.pem'])
      expect(await ask('GET', target, { [name]: value })).toEqual({ status: 431, message });
  });

  it('does not matter at the front door, which compares no types', async () => {
    const headers = { Accept: `text/html,${'a/b,'.repeat(3000)}` };

    expect(await world.guest().get('/', headers)).toMatchObject({
      status: 302,
      text: '',
      headers: { location: '/admin', 'content-length': '0' },
    });
  });
});

describe('The User-Agent that Next.js gets', () => {
  const given = (length: number) => plainHeaders({ 'user-agent': 'a'.repeat(length) })['user-agent'];

  it('has at most 200 characters', () => {
    expect([100, 200, 201, 15_000].map((length) => given(length)!.length)).toEqual([100, 200, 200, 200]);
    expect(plainHeaders({})).toEqual({});
  });
});
