/** SECRET_KEY is changed under running servers: nothing is lost, and machines are served the same all the while. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { GuestSnapshot } from '../guests/guest-snapshot.ts';
import { credentialsOf } from '../iam/set-credentials.ts';
import { IamRole } from '../iam/iam-role.entity.ts';
import { Encryption } from '../encryption.ts';
import { encryptedColumns } from '../secrets/encrypted-columns.ts';
import { eventually } from './support/eventually.ts';
import { withToken } from './support/guest.ts';
import { cloudmeta } from './support/cloudmeta.ts';
import { allAnswers } from './support/all-answers.ts';
import { onBothDatabases, type World } from './support/world.ts';

const oldKey = 'a secret key that is only used by tests';
const newKey = 'the secret key that follows in tests alone';
const lostKey = 'a secret key that nobody knows any more';

const upsertIamRole = `mutation ($input: UpsertIamRoleInput!) { upsertIamRole(input: $input) {
  outcome iamRole { id version } } }`;
const credentials = (mark: string) => ({
  accessKeyId: `ASIA${mark}`,
  secretAccessKey: `wJalrXUtnFEMI/${mark}/bPxRfiCYEXAMPLEKEY`,
  token: `IQoJb3JpZ2luX2Vj//${mark}+token==`,
  expiration: '2099-01-01T00:00:00Z',
});
const encryptionOf = (SECRET_KEY: string, SECRET_KEY_PREVIOUS: string[] = []) =>
  new Encryption({ SECRET_KEY, SECRET_KEY_PREVIOUS, sources: { SECRET_KEY: 'environment' } as never });

/** Runs the command as an operator does, on the server's database. */
const rotate = (world: World, key = newKey, previous = oldKey) =>
  cloudmeta(['secrets', 'rotate'], {
    DATABASE_URL: world.databaseUrl,
    SECRET_KEY: key,
    SECRET_KEY_PREVIOUS: previous,
  });

const readiness = async ({ port }: World) => {
  const response = await fetch(`http://127.0.0.1:${port}/readyz`);
  return (await response.json()) as {
    degraded: string[];
    secretsOfPreviousKeys: number | null;
    secretsUnreadable: number | null;
  };
};

const waiting = async (world: World): Promise<number | null> =>
  (await readiness(world)).secretsOfPreviousKeys;

onBothDatabases('a SECRET_KEY of before', (open) => {
  let world: World;
  beforeEach(async () => void (world = await open()));

  const give = (at: World, name: string, mark: string) =>
    at.data(upsertIamRole, { input: { name, credentials: credentials(mark) } });
  /** Registers a machine with a role, at a server with the old key. */
  const machine = async () => {
    await give(world, 'web', 'OLD');
    return world.instance({ iamRole: 'web' });
  };
  const next = () => world.another({ SECRET_KEY: newKey, SECRET_KEY_PREVIOUS: [oldKey] });
  const credentialsAt = async (at: World, address: string) => {
    const { status, text } = await at.guest(address).get('/latest/meta-data/iam/security-credentials/web');
    return { status, ...(JSON.parse(text) as object) };
  };

  it('is asked for every column that is sealed', () => {
    const encrypted = [...world.orm.getMetadata().getAll().values()].flatMap(({ tableName, props }) =>
      props
        .filter(({ name }) => name.startsWith('sealed'))
        .map(({ fieldNames }) => `${tableName}.${fieldNames[0]}`),
    );

    expect(encrypted.sort()).toEqual(
      encryptedColumns.map(({ table, column }) => `${table}.${column}`).sort(),
    );
  });

  it('still verifies the session tokens of machines, and issues none', async () => {
    const { address, instanceId } = await world.instance({ metadataOptions: { httpTokens: 'REQUIRED' } });
    const knowsNext = await world.another({ SECRET_KEY_PREVIOUS: [newKey] });
    const other = await next();
    const withoutOld = await world.another({ SECRET_KEY: newKey });
    const ask = async (at: World, token: string) => {
      const { status, text } = await at.guest(address).get('/latest/meta-data/instance-id', withToken(token));
      return status === 200 ? text : status;
    };

    const ofOld = await world.guest(address).token();
    const ofNew = await other.guest(address).token();

    expect([await ask(other, ofOld), await ask(knowsNext, ofNew)]).toEqual([instanceId, instanceId]);
    expect([await ask(world, ofNew), await ask(withoutOld, ofOld)]).toEqual([401, 401]);
    expect(await ask(withoutOld, ofNew)).toBe(instanceId);
  });

  it('keeps people signed in', async () => {
    const { cookie } = await world.person('anna', 'VIEWER');
    const other = await next();

    expect((await other.data('{ viewer { name } }', {}, { as: { cookie } })).viewer.name).toBe('anna');
  });

  it('tells a machine the same before, meanwhile and after, from whichever server', async () => {
    const { address } = await machine();
    const knowsNext = await world.another({ SECRET_KEY_PREVIOUS: [newKey] });
    const other = await next();
    const before = await allAnswers(world, address);
    expect(await allAnswers(other, address)).toEqual(before);

    const { code, stdout } = await rotate(world);

    const last = await world.another({ SECRET_KEY: newKey });
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'Encrypted 2 secrets anew with SECRET_KEY.\n' });
    for (const server of [knowsNext, other, last]) expect(await allAnswers(server, address)).toEqual(before);
    expect([...before.keys()].filter((path) => /rsa2048|security-credentials\/web/.test(path))).toHaveLength(
      2,
    );
  });

  it('opens nothing new: what is given from now on needs the present one alone', async () => {
    const { address } = await machine();
    const other = await next();

    await give(other, 'web', 'NEW');

    const alone = await world.another({ SECRET_KEY: newKey });
    expect(await credentialsAt(alone, address)).toMatchObject({ status: 200, AccessKeyId: 'ASIANEW' });
    expect(await credentialsAt(await world.another(), address)).toMatchObject({
      Code: 'AssumeRoleUnauthorizedAccess',
    });
  });

  it('is needed for as many secrets as the server says, and for none once all are encrypted anew', async () => {
    await machine();
    const other = await next();

    expect([await waiting(world), await waiting(other)]).toEqual([0, 2]);
    await give(other, 'second', 'NEW');
    expect(await waiting(other)).toBe(2);
    await give(world, 'third', 'OLD');
    expect(await waiting(other)).toBe(3);

    await rotate(world);

    expect(await waiting(other)).toBe(0);
  });

  it('that is lost makes a server degraded, by as many secrets as machines need', async () => {
    await machine();
    const lost = await world.another({ SECRET_KEY: lostKey });
    const environment = { DATABASE_URL: world.databaseUrl, SECRET_KEY: lostKey };

    expect(await readiness(lost)).toMatchObject({ degraded: ['secrets'], secretsUnreadable: 2 });
    expect(await readiness(world)).toMatchObject({ degraded: [], secretsUnreadable: 0 });
    expect(await cloudmeta(['check'], environment)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^SECRET_KEY does not decrypt 2 of the stored secrets: .*\n$/),
    });
    await give(lost, 'web', 'AGAIN');
    expect(await readiness(lost)).toMatchObject({ degraded: ['secrets'], secretsUnreadable: 1 });
  });

  it('is in the history when it goes, and no role has changed', async () => {
    await machine();
    const look = async () => {
      const query = `{ iamRoles { nodes { version updatedAt credentialsUpdatedAt credentialsState
        history { totalCount } } } }`;
      return (await next()).data(query);
    };
    const before = await look();

    const ended = [await rotate(world), await rotate(world)];

    expect(ended.map(({ stdout }) => stdout)).toEqual([
      'Encrypted 2 secrets anew with SECRET_KEY.\n',
      'Encrypted 0 secrets anew with SECRET_KEY.\n',
    ]);
    expect(await look()).toEqual(before);
    const query = `{ auditEntries(filter: { subjectType: "Secrets" }) { nodes {
      actorKind action subjectName changes { field before after } } } }`;
    const { auditEntries } = await world.data(query, {}, { as: 'viewer' });
    const line = {
      actorKind: 'SYSTEM',
      action: 'UPDATED',
      subjectName: 'secrets at rest',
      changes: [{ field: 'encrypted with SECRET_KEY', before: null, after: 1 }],
    };
    expect(auditEntries.nodes).toEqual([line, line]); // for the role, and for the signing key
  });

  it('that is lost is told of, each time, and what it opened stays', async () => {
    const lost = await world.another({ SECRET_KEY: lostKey });
    await give(lost, 'lost', 'LOST');
    const { address } = await machine();

    const first = await rotate(world);
    const second = await rotate(world);
    const mended = await rotate(world, newKey, `${oldKey},${lostKey}`);

    expect([first.code, second.code, mended.code]).toEqual([1, 1, 0]);
    expect([first.stdout, second.stdout, mended.stdout].map((text) => /\d+/.exec(text)![0])).toEqual([
      '2',
      '0',
      '1',
    ]);
    for (const { stderr } of [first, second])
      expect(stderr).toMatch(/^No key opens 1 secret: the credentials of the role lost\. Name the key /m);
    expect(await credentialsAt(await world.another({ SECRET_KEY: newKey }), address)).toMatchObject({
      AccessKeyId: 'ASIAOLD',
    });
  });

  it('of a signing key that signs no more is no failure when it is lost', async () => {
    const environment = { DATABASE_URL: world.databaseUrl, SECRET_KEY: newKey };
    expect((await cloudmeta(['identity', 'rotate'], environment)).code).toBe(0);

    const { code, stdout } = await rotate(world, newKey, lostKey);

    expect(code).toBe(0);
    expect(stdout).toMatch(/^No key opens the signing key 1, and nothing needs that any more\.$/m);
  });

  it('goes whole where several rotate at once while servers write', async () => {
    const other = await next();
    const em = world.orm.em.fork();
    const [count, encryption] = [1100, encryptionOf(oldKey)];
    for (let n = 0; n < count; n += 1) {
      const role = new IamRole(`role-${n}`);
      const { expiration, ...secrets } = credentials(`N${n}`);
      const encrypted = encryption.encrypt(JSON.stringify(secrets), role.id);
      Object.assign(role, { sealedCredentials: encrypted, credentialsExpireAt: new Date(expiration) });
      em.persist(role);
    }
    await em.flush();
    expect(await waiting(other)).toBe(count + 1);

    const rotating = Promise.all([1, 2, 3].map(() => rotate(world)));
    for (let n = 0; n < 20; n += 1) await give(other, `role-${n * 50}`, `NEW${n}`);
    const ended = await rotating;

    expect(ended.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(await waiting(other)).toBe(0);
    const roles = await world.orm.em.fork().find(IamRole, {});
    const keys = new Map(
      roles.map((role) => [role.name, credentialsOf(role, encryptionOf(newKey))?.accessKeyId]),
    );
    for (let n = 0; n < count; n += 1)
      expect(keys.get(`role-${n}`)).toBe(n % 50 === 0 && n < 1000 ? `ASIANEW${n / 50}` : `ASIAN${n}`);
  });

  describe('and the snapshot of machines', () => {
    let folder: string;
    beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'cloudmeta-rotation-'))));

    it('is not needed for it once all secrets are encrypted anew', async () => {
      const { address } = await machine();
      const other = await world.another({
        SECRET_KEY: newKey,
        SECRET_KEY_PREVIOUS: [oldKey],
        METADATA_SNAPSHOT: folder,
      });
      await other.guest(address).get('/latest/meta-data/hostname');
      const encryption = encryptionOf(newKey);
      const kept = async () => {
        const { log, databaseUrl } = other;
        const { guests, key } = await new GuestSnapshot({
          folder,
          databaseUrl,
          worker: 1,
          workers: 1,
          encryption,
          log,
        }).read();
        const role = JSON.parse(guests.get(address)?.iam_role ?? '{}') as {
          id: string;
          sealedCredentials: string;
        };
        const opensKey = key && encryption.decrypt(key.sealed_private_key, key.id) !== undefined;
        return {
          opensKey,
          opensRole: encryption.decrypt(role.sealedCredentials ?? '', role.id ?? '') !== undefined,
        };
      };
      await eventually(async () => expect(await kept()).toEqual({ opensKey: false, opensRole: false }));

      await rotate(world);

      await eventually(async () => {
        await other.guest(address).get('/latest/meta-data/hostname');
        expect(await kept()).toEqual({ opensKey: true, opensRole: true });
      });
      await rm(folder, { recursive: true, force: true });
    });
  });
});
