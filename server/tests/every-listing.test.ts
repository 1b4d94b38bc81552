/** Every name in a listing exists, for any machine: clients give up at the first one that does not. */
import { beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { crawl } from './support/cloud-init.ts';
import { fullMachine, register } from './support/full-machine.ts';
import { generatedMachine, loopback, roleName } from './support/generated-machine.ts';
import type { Guest } from './support/guest.ts';
import { answersByApi, type ApiAnswer } from './support/answers-by-api.ts';
import { createSubnet, createVpc } from './support/operations.ts';
import { bodyOf, walk } from './support/walk-listings.ts';
import { onBothDatabases, type Machine, type World } from './support/world.ts';

/** True for the proofs of identity: the API shows only that they exist. */
const isKeptSecret = (path: string) => /\/instance-identity\/(pkcs7|rsa2048|signature)$/.test(path);

/** Returns the API's form of an answer to the machine. */
const shown = (path: string, answer: ApiAnswer): ApiAnswer =>
  isKeptSecret(path) ? { ...answer, bytes: Buffer.from('(not shown)').toString('base64') } : answer;

/** Returns the answers to the machine itself, in the form of the API. */
async function answersOverHttp(guest: Guest, paths: string[]): Promise<Map<string, ApiAnswer>> {
  const answers = paths.map(async (path): Promise<[string, ApiAnswer]> => {
    const { status, headers, bytes, text } = await guest.get(path);
    const entries = status === 200 && path.endsWith('/') ? text.split('\n') : null;
    return [
      path,
      { status, contentType: headers['content-type']!, bytes: bytes.toString('base64'), entries },
    ];
  });
  return new Map(await Promise.all(answers));
}

/** Checks that cloud-init can read everything of a version that was found by following the listings. */
function expectReadable(version: string, found: Map<string, ApiAnswer>): void {
  const read = crawl(`/${version}/meta-data/`, (target) => {
    const answer = found.get(target);
    return answer && bodyOf(answer);
  });
  expect(read.size).toBeGreaterThan(5);
}

/** Expects the same answers over HTTP as from the API at these paths, and none at some that do not exist. */
async function expectSameOverHttp(
  { guest }: Machine,
  version: string,
  shownByApi: Map<string, ApiAnswer>,
): Promise<void> {
  const absent = [`/${version}/meta-data/nothing`, `/${version}/meta-data/hostname/x`];
  const answers = await answersOverHttp(guest, [...shownByApi.keys(), ...absent]);

  expect(absent.map((path) => answers.get(path)!.status)).toEqual([404, 404]);
  for (const path of absent) answers.delete(path);
  expect(new Map([...answers].map(([path, answer]) => [path, shown(path, answer)]))).toEqual(shownByApi);
}

const createRole = 'mutation ($input: CreateIamRoleInput!) { createIamRole(input: $input) { outcome } }';
const remove = 'mutation ($input: DeleteInstanceInput!) { deleteInstance(input: $input) { outcome } }';

onBothDatabases('every name that a listing shows', (open) => {
  let world: World;
  let versions: string[];

  beforeAll(async () => {
    world = await open();
    await world.data(createVpc, { input: { name: 'vpc', ipv4CidrBlocks: ['127.0.0.0/8'] } });
    await world.data(createSubnet, { input: { vpc: 'vpc', ...loopback } });
    await world.data(createRole, { input: { name: roleName } });
    const { guest } = await world.instance();
    versions = (await guest.get('/')).text.split('\n');
  });

  it('is there under every version, for a machine that has everything', async () => {
    expect(versions).toHaveLength(31);
    const machine = await register(world, fullMachine);
    const latest = await walk('/latest/', (paths) => answersByApi(world, machine.hostname, paths));
    await expectSameOverHttp(machine, 'latest', latest);

    for (const version of versions) {
      const paths = [...latest.keys()].map((path) => path.replace('/latest/', `/${version}/`));
      const answers = await answersByApi(world, machine.hostname, paths);
      const found = await walk(`/${version}/`, () => Promise.resolve(answers));
      expectReadable(version, found);
      expect([...answers.values()].filter(({ status }) => status === 200)).toHaveLength(found.size);
    }
  }, 180_000);

  it('is there, and over HTTP as the API says, for any machine', async () => {
    const holds = fc.asyncProperty(
      generatedMachine,
      fc.constantFrom(...versions),
      async (generated, version) => {
        const machine = await register(world, generated);
        const found = await walk(`/${version}/`, (paths) => answersByApi(world, machine.hostname, paths));
        expectReadable(version, found);
        const some = new Map([...found].filter((_, place) => place % 5 === 0));
        await expectSameOverHttp(machine, version, some);
        await world.data(remove, { input: { id: machine.id } });
      },
    );

    await fc.assert(holds, { numRuns: 6 });
  }, 180_000);
});
