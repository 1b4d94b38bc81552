/**
 * Checks that the AWS SDK for JavaScript gets region, identity document and role credentials: with and without session
 * tokens where tokens are optional, only with tokens where they are required. The machine is 127.0.0.1.
 *
 *   CLOUDMETA_TOKEN=cm_... node scripts/acceptance/sdk-modes.mjs NPM_DIR http://127.0.0.1:PORT
 *
 * NPM_DIR holds the SDK as `sdk_js_acceptance.py` installs it. Prints lines `PASS ...` and `FAIL ...`.
 */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const [npm, url] = process.argv.slice(2);
const require = createRequire(`${resolve(npm)}/`);
const { MetadataService } = require('@aws-sdk/ec2-metadata-service');
const { fromInstanceMetadata } = require('@aws-sdk/credential-providers');

const machine = {
  name: 'sdk-a', // the name that the other checks may have registered at this address
  source_ip: '127.0.0.1',
  instance_id: 'i-0acce97a000000031',
  hostname: 'sdk-a.cloud.test',
  local_hostname: 'sdk-a.cloud.test',
  local_ipv4: '10.77.0.31',
  public_ipv4: '198.51.100.31',
  mac: '02:00:0a:4d:00:1f',
  ami_id: 'ami-0acce97a00000001',
  instance_type: 't3.micro',
  availability_zone: 'eu-test-1b',
  region: 'eu-test-1',
  account_id: '123456789012',
  security_groups: ['default'],
  public_keys: {},
  tags: {},
  user_data_b64: null,
  role: 'role-of-modes',
};
let failed = 0;

function expect(what, isRight, got) {
  if (!isRight) failed += 1;
  console.log(isRight ? `PASS ${what}` : `FAIL ${what}: got ${JSON.stringify(got)}`);
}

/** Registers the machine with tokens OPTIONAL or REQUIRED. */
async function register(httpTokens) {
  const folder = await mkdtemp(join(tmpdir(), 'cloudmeta-sdk-'));
  const file = join(folder, 'instances.json');
  await writeFile(file, JSON.stringify({ instances: [{ ...machine, http_tokens: httpTokens }] }));
  const env = { ...process.env, BASE_URL: url };
  await promisify(execFile)(process.execPath, [join(import.meta.dirname, 'register.mjs'), file], { env });
  await rm(folder, { recursive: true });
}

/** Starts a relay to the server that refuses token requests with 405, so that the SDK sends requests without tokens. */
async function withoutTokens() {
  const relay = createServer((incoming, response) => {
    if (incoming.method === 'PUT') return response.writeHead(405).end();
    const { method, headers } = incoming;
    request(`${url}${incoming.url}`, { method, headers }, (upstream) => {
      response.writeHead(upstream.statusCode, upstream.headers);
      upstream.pipe(response);
    }).end();
  });
  await once(relay.listen(0, '127.0.0.1'), 'listening');
  return relay;
}

/** Resolves with the promise's value, or with `{ error }`. */
const orError = (promise) =>
  promise.catch(({ name, message, statusCode = '' }) => ({ error: `${name}: ${message} ${statusCode}` }));

/** Reads with the SDK's metadata client. */
async function read(disableFetchToken) {
  const options = { endpoint: url, retries: 0, httpOptions: { timeout: 5000 }, disableFetchToken };
  const service = new MetadataService(options);
  const region = await service.request('/latest/meta-data/placement/region', {});
  const document = JSON.parse(await service.request('/latest/dynamic/instance-identity/document', {}));
  const folder = '/latest/meta-data/iam/security-credentials/';
  const role = await service.request(folder, {});
  return { region, document, role, credentials: JSON.parse(await service.request(`${folder}${role}`, {})) };
}

/** Gets the credentials of an endpoint with the SDK's credential provider. */
async function provide(endpoint) {
  process.env.AWS_EC2_METADATA_SERVICE_ENDPOINT = endpoint;
  return orError(fromInstanceMetadata({ timeout: 5000, maxRetries: 0 })());
}

function expectFacts(mode, got) {
  const { region, document, role, credentials } = got;
  expect(`${mode}: region`, region === machine.region, got);
  expect(`${mode}: region of the identity document`, document?.region === machine.region, got);
  expect(`${mode}: instance of the identity document`, document?.instanceId === machine.instance_id, got);
  expect(`${mode}: name of the role`, role === machine.role, got);
  expect(`${mode}: credentials of the role`, credentials?.Code === 'Success', got);
  const lasts = Date.parse(credentials?.Expiration) - Date.now() > 300_000;
  expect(`${mode}: credentials last another 5 minutes at least`, lasts, got);
}

function expectCredentials(mode, { accessKeyId, secretAccessKey, sessionToken, expiration, error }) {
  const all = accessKeyId && secretAccessKey && sessionToken && expiration > new Date();
  expect(`${mode}: the provider has credentials`, all, error ?? 'some of them');
}

function expectRefusal(mode, what, got) {
  expect(`${mode}: ${what} is refused`, / 401\b/.test(got.error), got);
}

const relay = await withoutTokens();
const relayed = `http://127.0.0.1:${relay.address().port}`;

await register('OPTIONAL');
expectFacts('tokens optional, with tokens', await orError(read(false)));
expectFacts('tokens optional, without tokens', await orError(read(true)));
expectCredentials('tokens optional, with tokens', await provide(url));
expectCredentials('tokens optional, without tokens', await provide(relayed));

await register('REQUIRED');
expectFacts('tokens required, with tokens', await orError(read(false)));
expectCredentials('tokens required, with tokens', await provide(url));
expectRefusal('tokens required, without tokens', 'a request', await orError(read(true)));
expectRefusal('tokens required, without tokens', 'the provider', await provide(relayed));

relay.close();
process.exitCode = failed > 0 ? 1 : 0;
