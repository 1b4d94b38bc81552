/** Large requests to GraphQL share a bounded memory, and leave some of it to small ones. */
import { beforeEach, expect, it } from '@jest/globals';
import { eventually } from './eventually.ts';
import { bodyOf, headOf, kB, MB, postBody } from './post-graphql.ts';
import { RawConnection } from './raw-connection.ts';
import { onBothDatabases, type World } from './world.ts';

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
