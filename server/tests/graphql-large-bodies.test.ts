/** Large requests to GraphQL share bounded memory, and leave some of it to small ones. */
import { beforeEach, expect, it } from '@jest/globals';
import { eventually } from './support/eventually.ts';
import { createInstance } from './support/operations.ts';
import { connect } from './support/own-postgres-product.ts';
import { bodyOf, headOf, kB, MB, postBody } from './support/post-graphql.ts';
import { RawConnection } from './support/raw-connection.ts';
import { onBothDatabases, openWorld, type World } from './support/world.ts';

onBothDatabases('GraphQL', (open) => {
  let world: World;
  beforeEach(async () => void (world = await open()));

  const bearer = (token = world.tokens.operator) => ({ authorization: `Bearer ${token}` });
  const ends = () => ({ port: world.port, from: world.guest().address });

  it('works on two large bodies of one token at a time', async () => {
    const { operator, superuser } = world.tokens;
    const head = headOf(`Authorization: Bearer ${operator}`, `Content-Length: ${2 * MB}`);

    const all = await Promise.all([1, 2, 3].map(() => RawConnection.open(ends(), `${head}{`)));
    await Promise.race(all.map((connection) => connection.answers(1)));

    const [refused, ...others] = all.filter(({ statuses }) => statuses.length > 0);
    expect(others).toEqual([]);
    expect(refused!.statuses).toEqual([429]);
    await eventually(async () =>
      expect(refused!.received).toMatch(/Retry-After: 1\r\n.* 2 request bodies over 1 MB .*RATE_LIMITED/s),
    );
    expect((await postBody(world, bodyOf(MB), bearer())).status).toBe(200);
    expect((await postBody(world, bodyOf(2 * MB), bearer(superuser))).status).toBe(200);
    for (const connection of all) connection.end();
    await eventually(async () => expect((await postBody(world, bodyOf(2 * MB), bearer())).status).toBe(200));
  });

  it('works on bodies of 64 MB at a time, and on small ones beside them', async () => {
    const { viewer, operator, superuser } = world.tokens;
    const almost = Buffer.alloc(16 * MB - 1, ' ');
    const begin = async (token: string) => {
      const head = headOf(`Authorization: Bearer ${token}`, `Content-Length: ${16 * MB}`);
      const connection = await RawConnection.open(ends(), head);
      connection.send(almost);
      return connection;
    };

    const all = await Promise.all([viewer, viewer, operator, operator, superuser].map(begin));
    await Promise.race(all.map((connection) => connection.answers(1)));

    const [refused, ...others] = all.filter(({ statuses }) => statuses.length > 0);
    expect(others).toEqual([]);
    expect(refused!.statuses).toEqual([503]);
    await eventually(async () =>
      expect(refused!.received).toMatch(/Retry-After: 1\r\n.*64 MB.*SERVICE_UNAVAILABLE/s),
    );
    expect((await postBody(world, bodyOf(100 * kB), bearer(superuser))).status).toBe(200);
    for (const connection of all) connection.end();
    await eventually(async () => expect((await postBody(world, bodyOf(2 * MB), bearer())).status).toBe(200));
  });
});

it('counts a large body for as long as its operation works, also when its client has gone', async () => {
  const world = await openWorld({ database: 'postgresql' });
  const { operator } = world.tokens;
  const create = (hostname: string) =>
    JSON.stringify({ query: createInstance, variables: { input: { hostname } } }).padEnd(2 * MB);
  const post = () => postBody(world, create('three'), { authorization: `Bearer ${operator}` });
  const database = await connect(world.databaseUrl);
  await database.query('begin');
  await database.query('lock table instance');
  const waiting = async () =>
    (
      await database.query(
        'select pid from pg_locks join pg_database on oid = database where datname = current_database() and not granted',
      )
    ).rowCount ?? 0;

  const sent = await Promise.all(
    ['one', 'two'].map(async (hostname) => {
      const body = create(hostname);
      const head = headOf(`Authorization: Bearer ${operator}`, `Content-Length: ${body.length}`);
      return RawConnection.open({ port: world.port, from: '127.0.0.1' }, head + body);
    }),
  );
  await eventually(async () => expect(await waiting()).toBe(2));
  for (const { socket } of sent) socket.resetAndDestroy();
  await Promise.all(sent.map(({ closed }) => closed));
  const beside = await post();
  const stillWaiting = await waiting();
  await database.end();

  expect([beside.status, stillWaiting]).toEqual([429, 2]);
  await eventually(async () => expect((await post()).status).toBe(200));
  await world.close();
});
