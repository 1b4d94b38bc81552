/** A machine proves its identity: relying parties verify its signatures with the published certificates. */
import { beforeAll, expect, it } from '@jest/globals';
import { makeKeyPair } from '../identity/make-key-pair.ts';
import { eventually } from './support/eventually.ts';
import type { Guest } from './support/guest.ts';
import { notFoundPage } from './support/not-found-page.ts';
import { isSigned, openssl, verifiedContent, withOpenssl } from './support/openssl.ts';
import { updateInstance } from './support/operations.ts';
import { cloudmeta } from './support/cloudmeta.ts';
import { onBothDatabases, type World } from './support/world.ts';

const folder = '/latest/dynamic/instance-identity';
const leaves = ['document', 'pkcs7', 'rsa2048', 'signature'] as const;
type Identity = Record<(typeof leaves)[number], string>;

/** Reads the documents with which a machine proves its identity. */
async function identityOf(guest: Guest): Promise<Identity> {
  const replies = await Promise.all(leaves.map((leaf) => guest.get(`${folder}/${leaf}`)));
  for (const reply of replies)
    expect(reply).toMatchObject({ status: 200, headers: { 'content-type': 'text/plain' } });
  return Object.fromEntries(leaves.map((leaf, n) => [leaf, replies[n]!.text])) as Identity;
}

/** Reads the published certificates. */
const certificatesOf = async (world: World) => (await world.guest().get('/identity/certificates.pem')).text;

const each = (certificates: string) => certificates.match(/-----BEGIN[^]+?-----END CERTIFICATE-----\n/g)!;

const rotate = ({ databaseUrl, config: { SECRET_KEY } }: World) =>
  cloudmeta(['identity', 'rotate'], { DATABASE_URL: databaseUrl, SECRET_KEY });

onBothDatabases('the identity of a machine', (open) => {
  let world: World;
  beforeAll(async () => void (world = await open()));

  it('is listed in 32 bytes with all its signatures, since 2009-04-04', async () => {
    const { guest } = await world.instance();

    const listing = await guest.get(folder);

    expect(listing.headers['content-length']).toBe('32');
    expect(listing.text.split('\n')).toEqual(leaves);
    for (const leaf of leaves) {
      expect((await guest.get(`/2009-04-04/dynamic/instance-identity/${leaf}`)).status).toBe(200);
      expect((await guest.get(`/2008-09-01/dynamic/instance-identity/${leaf}`)).status).toBe(404);
    }
  });

  it('is the same at every look, after a restart, and from another server', async () => {
    const { address } = await world.instance();
    const first = await identityOf(world.guest(address));
    const other = await world.another();

    const second = await identityOf(world.guest(address));
    await world.restart();

    expect(second).toEqual(first);
    expect(await identityOf(world.guest(address))).toEqual(first);
    expect(await identityOf(other.guest(address))).toEqual(first);
  });

  it('is shown to nobody else: who looks after the machine only sees that it is signed', async () => {
    const { id } = await world.instance();
    const query = `query ($id: ID) { instance(by: { id: $id }) {
      listing: metadata(path: "${folder}") { text } pkcs7: metadata(path: "${folder}/pkcs7") { text } } }`;

    const { instance } = await world.data(query, { id }, { as: 'superuser' });

    expect(instance).toEqual({ listing: { text: leaves.join('\n') }, pkcs7: { text: '(not shown)' } });
  });

  it('has a key of which the history tells nothing but that it was made', async () => {
    const query = `{ auditEntries(filter: { subjectType: "SigningKey" }) {
      nodes { action actorKind actorName subjectName changes { field after } } } }`;

    const { auditEntries } = await world.data(query);

    const [made, ...others] = auditEntries.nodes;
    expect(others).toEqual([]);
    expect(made).toMatchObject({
      action: 'CREATED',
      actorKind: 'SYSTEM',
      actorName: 'start of the server',
      subjectName: 'signing key 1',
    });
    expect(made.changes).toContainEqual({ field: 'sealedPrivateKey', after: '(not shown)' });
    expect(world.logLines.join('\n')).not.toContain('PRIVATE KEY');
  });
});

onBothDatabases('the certificates', (open) => {
  let world: World;
  beforeAll(async () => void (world = await open()));

  it('are there for everybody', async () => {
    const { guest } = await world.instance({ metadataOptions: { httpTokens: 'REQUIRED' } });

    for (const anybody of [world.guest(), guest]) {
      const reply = await anybody.get('/identity/certificates.pem');
      expect(reply).toMatchObject({ status: 200, headers: { 'content-type': 'application/x-pem-file' } });
      expect(reply.text).toMatch(/^-----BEGIN CERTIFICATE-----\n[^-]+-----END CERTIFICATE-----\n$/);
    }
  });

  it('are not on the listener that serves nothing but metadata', async () => {
    const { address } = await world.instance();

    for (const guest of [world.metadataGuest(), world.metadataGuest(address)])
      expect(await guest.get('/identity/certificates.pem')).toMatchObject({
        status: 404,
        text: notFoundPage,
      });
  });

  withOpenssl('as the API tells them', () => {
    it('are what openssl sees', async () => {
      const certificate = await certificatesOf(world);
      const query =
        '{ identityCertificates { generation pem fingerprint serialNumber notBefore notAfter current } }';

      const { identityCertificates } = await world.data(query, {}, { as: 'viewer' });

      const args = 'x509 -in certificate -noout -fingerprint -sha256 -serial -dates -dateopt iso_8601';
      const seen = openssl(args.split(' '), { certificate }).stdout;
      const [shown] = identityCertificates;
      const date = (iso: string) => iso.replace('T', ' ').replace(/\.\d+/, '');
      expect(identityCertificates).toEqual([{ ...shown, generation: 1, pem: certificate, current: true }]);
      expect(seen).toContain(`sha256 Fingerprint=${shown.fingerprint}\n`);
      expect(seen).toContain(`serial=${shown.serialNumber}\n`);
      expect(seen).toContain(`notBefore=${date(shown.notBefore)}\n`);
      expect(seen).toContain(`notAfter=${date(shown.notAfter)}\n`);
    });
  });
});

onBothDatabases('the signing key', (open) => {
  it('is not used without a SECRET_KEY: the document alone is served', async () => {
    const world = await open({ config: { SECRET_KEY: '' } });
    const { guest } = await world.instance();

    const listing = await guest.get(folder);

    expect(listing.text).toBe('document');
    expect((await guest.get(`${folder}/document`)).text).toContain('"instanceId"');
    for (const leaf of ['pkcs7', 'rsa2048', 'signature'])
      expect(await guest.get(`${folder}/${leaf}`)).toMatchObject({ status: 404, text: notFoundPage });
    expect(await world.guest().get('/identity/certificates.pem')).toMatchObject({
      status: 404,
      text: expect.stringContaining('SECRET_KEY'),
    });
    expect(await world.data('{ identityCertificates { generation } }')).toEqual({ identityCertificates: [] });
  });

  it('is kept when a server has another SECRET_KEY, which serves without signatures and says why', async () => {
    const world = await open();
    const { address } = await world.instance();
    const before = await identityOf(world.guest(address));
    const certificates = await certificatesOf(world);

    const stranger = await world.another({ SECRET_KEY: 'a secret key that nothing was sealed with' });

    expect((await stranger.guest(address).get(folder)).text).toBe('document');
    expect((await stranger.guest(address).get(`${folder}/pkcs7`)).status).toBe(404);
    expect(await certificatesOf(stranger)).toBe(certificates);
    const complaints = stranger.logLines
      .map((line) => JSON.parse(line))
      .filter(({ msg }) => /SECRET/.test(msg));
    const says = expect.stringMatching(/another SECRET_KEY.*cloudmeta identity rotate/);
    expect(complaints).toEqual([{ level: 50, time: expect.any(Number), msg: says }]);
    expect(await identityOf(world.guest(address))).toEqual(before);
  });
});

withOpenssl('with openssl', () => {
  onBothDatabases('a relying party', (open) => {
    let world: World;
    beforeAll(async () => void (world = await open()));

    it('verifies every signature as AWS tells it to', async () => {
      const { guest, instanceId } = await world.instance({ productCodes: ['"quoted"', 'and\\more'] });
      const certificate = await certificatesOf(world);

      const { document, pkcs7, rsa2048, signature } = await identityOf(guest);

      expect(JSON.parse(document)).toMatchObject({ instanceId });
      expect(verifiedContent(pkcs7, certificate)).toBe(document);
      expect(verifiedContent(rsa2048, certificate)).toBe(document);
      expect(isSigned(document, signature, certificate)).toBe(true);
    });

    it('refuses a document of which one byte was changed', async () => {
      const { guest } = await world.instance({ launchIndex: 1 });
      const certificate = await certificatesOf(world);
      const { document, pkcs7, signature } = await identityOf(guest);
      const forged = document.replace('"accountId" : "0', '"accountId" : "1');
      const message = Buffer.from(pkcs7, 'base64');
      const inside = message.indexOf('"accountId" : "0');

      message.write('1', inside + '"accountId" : "'.length);

      expect(forged).not.toBe(document);
      expect(isSigned(forged, signature, certificate)).toBe(false);
      expect(inside).toBeGreaterThan(0);
      expect(verifiedContent(message.toString('base64').replace(/.{64}/g, '$&\n'), certificate)).toBe(
        undefined,
      );
    });

    it('refuses it with the certificate of another deployment', async () => {
      const { guest } = await world.instance();
      const { certificate } = await makeKeyPair({ region: world.config.METADATA_REGION, now: new Date() });

      const { document, pkcs7, rsa2048, signature } = await identityOf(guest);

      expect(verifiedContent(pkcs7, certificate)).toBeUndefined();
      expect(verifiedContent(rsa2048, certificate)).toBeUndefined();
      expect(isSigned(document, signature, certificate)).toBe(false);
    });

    it('sees the region that is configured, whatever its zone is called', async () => {
      const fresh = await open({ config: { METADATA_REGION: 'homelab', METADATA_ZONE: 'homelaba' } });
      const [usual, moved] = [
        await fresh.instance(),
        await fresh.instance({ availabilityZone: 'eu-west-1b' }),
      ];

      const documents = await Promise.all([usual, moved].map(({ guest }) => identityOf(guest)));

      expect(documents.map(({ document }) => JSON.parse(document))).toMatchObject([
        { region: 'homelab', availabilityZone: 'homelaba' },
        { region: 'eu-west-1', availabilityZone: 'eu-west-1b' },
      ]);
    });

    it('sees what the machine has become', async () => {
      const { guest, id } = await world.instance({ imageId: 'ami-1' });
      const before = await identityOf(guest);

      await world.data(updateInstance, { input: { id, imageId: 'ami-2' } });

      const after = await identityOf(guest);
      expect(after.pkcs7).not.toBe(before.pkcs7);
      expect(JSON.parse(verifiedContent(after.pkcs7, await certificatesOf(world))!)).toMatchObject({
        imageId: 'ami-2',
      });
    });

    it('goes on to verify what was signed before a rotation, which every server follows', async () => {
      const fresh = await open();
      const other = await fresh.another();
      const { address } = await fresh.instance();
      const old = await identityOf(fresh.guest(address));

      expect(await rotate(fresh)).toMatchObject({
        code: 0,
        stdout: expect.stringContaining('signing key 2'),
      });

      const all = await certificatesOf(fresh);
      const [second, first, ...none] = each(all);
      expect(none).toEqual([]);
      expect(verifiedContent(old.pkcs7, all)).toBe(old.document);
      expect(verifiedContent(old.pkcs7, first!)).toBe(old.document);
      expect(isSigned(old.document, old.signature, first!)).toBe(true);
      for (const server of [fresh, other]) {
        const { document, pkcs7, signature } = await eventually(async () => {
          const identity = await identityOf(server.guest(address));
          expect(identity.pkcs7).not.toBe(old.pkcs7);
          return identity;
        });
        expect(document).toBe(old.document);
        expect(verifiedContent(pkcs7, all)).toBe(document);
        expect(verifiedContent(pkcs7, second!)).toBe(document);
        expect(verifiedContent(pkcs7, first!)).toBeUndefined();
        expect(isSigned(document, signature, second!)).toBe(true);
        expect(isSigned(document, signature, first!)).toBe(false);
      }
      const { identityCertificates } = await other.data('{ identityCertificates { generation current } }');
      expect(identityCertificates).toEqual([
        { generation: 2, current: true },
        { generation: 1, current: false },
      ]);
    });
  });
});
