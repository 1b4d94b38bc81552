/** The rules for new passwords: stricter for superusers, and not applied to existing passwords. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { hashPassword } from '../access/password.ts';
import { Role } from '../access/roles.ts';
import { User } from '../access/user.entity.ts';
import { createUser, updateUser } from './support/operations.ts';
import { onBothDatabases, type World } from './support/world.ts';

const changePassword =
  'mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { viewer { name } } }';
const long = 'twelve chars';

/** A password, the superuser's name, and true if the password is accepted. */
const superusers: [string, string, boolean][] = [
  [long, 'ursula', true],
  ['eleven long', 'una', false],
  ['\u{1F511}'.repeat(11), 'ulf', false],
  ['\u{1F511}'.repeat(12), 'ute', true],
  ['administrator', 'administrator', false],
  ['ADMINISTRATOR-2', 'administrator-2', false],
  ['administrator-of-all', 'administrator-of', true],
];

onBothDatabases('a new password', (open) => {
  let world: World;
  beforeAll(async () => void (world = await open()));

  const problemsOf = async (mutation: string, input: object) =>
    world.graphql(mutation, { input }, { as: 'superuser' });

  it.each(superusers)('"%s" of the super user %s is taken: %s', async (password, username, isTaken) => {
    const { problems, errors } = await problemsOf(createUser, { username, role: 'SUPERUSER', password });

    expect(problems).toEqual(isTaken ? [] : ['input.password: BAD_USER_INPUT']);
    if (!isTaken)
      expect(errors[0]!.message).toMatch(/super user has 12 to 1024 characters and is not the user name/);
  });

  it('of somebody else has eight characters, and may be the name', async () => {
    const make = async (username: string, password: string) =>
      (await problemsOf(createUser, { username, role: 'OPERATOR', password })).problems;

    expect(await make('eight-long', 'eight-long')).toEqual([]);
    expect(await make('seven', '7654321')).toEqual(['input.password: BAD_USER_INPUT']);
  });

  it('is looked at with everything else that is wrong', async () => {
    const { problems } = await problemsOf(createUser, {
      username: '-',
      role: 'SUPERUSER',
      password: 'short',
    });

    expect(problems).toEqual(['input.password: BAD_USER_INPUT', 'input.username: BAD_USER_INPUT']);
  });

  it('is needed by who becomes a super user, and a good one', async () => {
    const { id, password } = await world.person('vera', 'OPERATOR');
    const promote = (more: object) => problemsOf(updateUser, { id, role: 'SUPERUSER', ...more });

    const without = await promote({});
    const short = await promote({ password: 'eleven long' });
    const good = await promote({ password: long });
    const repeated = await promote({});

    expect([without.problems, short.problems]).toEqual([1, 2].map(() => ['input.password: BAD_USER_INPUT']));
    expect(without.errors[0]!.extensions.fieldErrors![0]!.hint).toMatch(/new password in the same call/);
    expect(good.data.updateUser).toMatchObject({ outcome: 'UPDATED', user: { role: 'SUPERUSER' } });
    expect(repeated.data.updateUser.outcome).toBe('UNCHANGED');
    await expect(world.signIn('vera', password)).rejects.toThrow('UNAUTHENTICATED');
    expect(await world.signIn('vera', long)).toMatch(/^cloudmeta_session=/);
  });

  it('of a super user is a good one, whoever changes it', async () => {
    const { id, cookie, password } = await world.person('viktor', 'SUPERUSER');
    const own = async (newPassword: string) => {
      const input = { currentPassword: password, newPassword };
      return (await world.graphql(changePassword, { input }, { as: { cookie } })).problems;
    };

    expect((await problemsOf(updateUser, { id, password: 'eleven long' })).problems).toEqual([
      'input.password: BAD_USER_INPUT',
    ]);
    expect(await own('eleven long')).toEqual(['input.newPassword: BAD_USER_INPUT']);
    expect(await own(long)).toEqual([]);
  });

  it('may be shorter once somebody is no super user any more', async () => {
    await world.person('another', 'SUPERUSER');
    const { id } = await world.person('willa', 'SUPERUSER');

    const { codes } = await problemsOf(updateUser, { id, role: 'VIEWER', password: 'eight888' });

    expect(codes).toEqual([]);
  });

  describe('is not asked of super users', () => {
    it('of before this rule: they go on signing in, and change other things', async () => {
      const em = world.orm.em.fork();
      await em.persist(new User('old', await hashPassword('old-pass'), Role.SUPERUSER)).flush();

      const cookie = await world.signIn('old', 'old-pass');
      const { codes } = await problemsOf(updateUser, { id: 'old', rolesAssign: true });

      expect(cookie).toMatch(/^cloudmeta_session=/);
      expect(codes).toEqual([]);
    });
  });
});
