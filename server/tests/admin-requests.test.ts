/** The admin site serves pages and files; all other requests are refused, and leave nothing but lines in the log. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from './support/eventually.ts';
import { Product } from './support/product.ts';
import { exchange, RawConnection, requestText } from './support/raw-connection.ts';
import { migratedDatabase, type MigratedDatabase } from './support/databases.ts';

describe('The admin site', () => {
  let database: MigratedDatabase;
  let product: Product;

  beforeAll(async () => {
    database = await migratedDatabase('sqlite');
    product = await Product.start(database);
    await product.openAdmin();
    await product.data('{ viewer { name } }');
  });

  afterAll(async () => {
    await product.end();
    await database.drop();
  });

  const page = '/admin/login';
  const ask = async (line: string, ...headers: string[]) => {
    const ends = { port: product.port, from: '127.0.0.1' };
    return (await exchange(ends, requestText(line, ...headers, 'Connection: close'))).received;
  };

  it('keeps nobody who is signed in waiting for the pages of strangers', async () => {
    let made = 0;
    const asked = Array.from({ length: 12 }, async () => {
      const response = await fetch(`${product.url}${page}`);
      await response.arrayBuffer();
      if (response.status === 200) made += 1;
      return response.status;
    });
    await Promise.race(asked);

    await product.data('{ viewer { name } }');
    const madeBefore = made;

    // on a busy computer the last ones are refused after the longest wait for a turn
    expect([200, 503]).toEqual(expect.arrayContaining(await Promise.all(asked)));
    expect(made).toBeGreaterThan(0);
    expect(madeBefore).toBeLessThan(10);
  });

  it.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])('takes no %s', async (method) => {
    for (const path of ['/admin', page, '/admin/_next/static/x', '/admin/instances'])
      expect(await ask(`${method} ${path}`, 'Content-Length: 0')).toMatch(
        /^HTTP\/1\.1 405 [^]*\r\nAllow: GET, HEAD\r\n/,
      );
  });

  it.each([
    ['an action of Next.js', 'Next-Action: 40aabbccddeeff00112233445566778899aabbccdd'],
    ['a form', 'Content-Type: multipart/form-data; boundary=x'],
    ['a form with nothing in it', 'Content-Type: application/x-www-form-urlencoded'],
  ])('takes no POST with %s, and no body of any length', async (_, header) => {
    const asked = requestText(`POST ${page}`, header, `Content-Length: ${60 * 1024 ** 2}`);
    const connection = await RawConnection.open({ port: product.port, from: '127.0.0.1' }, asked);

    expect(await connection.answers(1)).toEqual([405]);
    connection.end();
  });

  it.each([
    ['an action', 'Next-Action: 40aabb'],
    ['the header by which its middleware is left out', 'X-Middleware-Subrequest: src/middleware'],
    ['the path that it should have found', 'X-Matched-Path: /instances'],
    ['an answer that it should go on with', 'Next-Resume: 1'],
    ['another host', 'X-Forwarded-Host: elsewhere.example'],
    ['a body', 'Content-Length: 0'],
  ])('shows its page whatever else comes with a GET: %s', async (_, header) => {
    const answer = await ask(`GET ${page}`, header);

    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(answer).not.toContain('elsewhere.example');
  });

  it('answers its own navigation, and a state of it that cannot be read is the mistake of the client', async () => {
    const states = ['{bad', '%', '%5B%5D', '[1]', '[['.repeat(1000), '["",{"children":[1]}]'];
    const state = encodeURIComponent('["",{"children":["login",{"children":["__PAGE__",{}]}]}]');

    const redirected = await ask(`GET ${page}`, 'RSC: 1', `Next-Router-State-Tree: ${state}`);
    const [, place] = /\r\nLocation: (.*)\r\n/i.exec(redirected)!;
    const good = await ask(`GET ${place}`, 'RSC: 1', `Next-Router-State-Tree: ${state}`);

    expect(good).toMatch(/^HTTP\/1\.1 200 [^]*\r\nContent-Type: text\/x-component\r\n/i);
    for (const bad of states)
      expect(await ask(`GET ${place}`, 'RSC: 1', `Next-Router-State-Tree: ${bad}`)).toMatch(
        /^HTTP\/1\.1 400 /,
      );
  });

  it.each([
    ['quotes', '"'.repeat(14_000)],
    ['percent signs', '%25'.repeat(4_500)],
    ['letters', 'a'.repeat(14_000)],
  ])('sends a stranger to the sign-in, from however long an address: %s', async (_, rest) => {
    for (const path of [`/admin/${rest}`, `/admin/instances?search=${rest}`])
      expect(await ask(`GET ${path}`)).toMatch(/^HTTP\/1\.1 302 [^]*\r\nLocation: \/admin\/login\r\n/);
    expect(await ask('GET /admin/keys?search="')).toMatch(
      /\r\nLocation: \/admin\/login\?next=%2Fadmin%2Fkeys%3Fsearch%3D%22\r\n/,
    );
  });

  it.each(['/admin/login?', '/admin/_next/static/', '/admin/_next/static//', '/admin/_next/static/x/?'])(
    'has an answer for an address of any length after %s',
    async (beginning) => {
      for (const length of [1000, 4000, 14_000]) {
        const answer = await ask(`GET ${beginning}${'"'.repeat(length)}/`);
        expect(answer).toMatch(/^HTTP\/1\.1 (200|308|404|414) /);
      }
    },
  );

  it.each([
    '/admin/%',
    '/admin/%ff',
    '/admin/_next/static/%',
    '/admin/_next/static/%00',
    '/admin/_next/static/..%2f..%2fx',
    '/admin/_next/static/\\x',
    '/admin/_next/image?url=%2f..&w=1&q=1',
    '/admin/_next/data/x/login.json',
    '/admin/login?_rsc=%',
    '/admin/login?__nextDataReq=1&__proto__=1',
  ])('does not fail of a strange address: %s', async (path) => {
    const answer = await ask(`GET ${path}`, 'RSC: 1', 'Next-Url: %', 'Next-Router-Segment-Prefetch: /../%');

    expect(answer).toMatch(/^HTTP\/1\.1 [234]\d\d /);
  });

  it('says nothing of all that but in lines of its log', async () => {
    await ask(`GET ${page}`, 'RSC: 1', 'Next-Router-State-Tree: {bad');
    await product.graphql('{ setup { hasUsers } }');
    await eventually(async () => expect(product.output).toContain('"path":"/graphql"'));

    const lines = product.output.split('\n').filter((line) => line !== '' && !line.startsWith('{"level":'));

    expect(lines).toEqual([]);
  });
});
