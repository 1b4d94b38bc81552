/** An operator sets the URL of the admin: pages of other origins do not act for its users; cookies require https. */
import { expect, it } from '@jest/globals';
import { onBothDatabases } from './support/world.ts';

const signIn = 'mutation ($input: SignInInput!) { signIn(input: $input) { viewer { name } } }';
const whoAmI = '{ viewer { name } }';

onBothDatabases('a server that people reach by an https URL', (open) => {
  it('takes what its own pages send, with a cookie for https alone, and nothing of another origin', async () => {
    const origin = 'https://cloudmeta.example.org';
    const world = await open();
    const { username, password } = await world.person('ann', 'VIEWER');
    const behind = await world.another({ ADMIN_URL: origin });
    const sign = (headers: Record<string, string>) =>
      behind.graphql(signIn, { input: { username, password } }, { as: 'nobody', headers });

    const signedIn = await sign({ origin });
    const [cookie = ''] = signedIn.headers.getSetCookie();
    const token = cookie.split(';', 1)[0]!;
    const asked = (headers: Record<string, string>) =>
      behind.graphql(whoAmI, {}, { as: 'nobody', headers: { cookie: token, ...headers } });

    expect(cookie).toMatch(/^__Host-cloudmeta_session=[\w-]{43}; .*Path=\/; HttpOnly; SameSite=Lax; Secure$/);
    expect((await asked({ origin })).data).toEqual({ viewer: { name: 'ann' } });
    for (const other of [
      'http://cloudmeta.example.org',
      'https://evil.example',
      `http://127.0.0.1:${behind.port}`,
    ])
      expect(await asked({ origin: other })).toMatchObject({ status: 403, codes: ['FORBIDDEN'] });
  });
});
