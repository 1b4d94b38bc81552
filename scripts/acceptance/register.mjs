/**
 * The register command of the acceptance checks: registers the instances in FILE.json, by GraphQL mutations alone.
 *
 *   BASE_URL=http://127.0.0.1:8000 CLOUDMETA_TOKEN=cm_... node scripts/acceptance/register.mjs FILE.json
 *
 * Beside the fields of the checks, an instance of FILE may have `http_tokens`: OPTIONAL (the default) or REQUIRED.
 */
import { readFile } from 'node:fs/promises';
import { ask } from './graphql.mjs';

const UPSERT_KEY = `mutation ($input: UpsertSshKeyInput!) { upsertSshKey(input: $input) { sshKey { id } } }`;
const UPSERT_GROUPS = `mutation ($input: UpsertSecurityGroupsInput!) {
  upsertSecurityGroups(input: $input) { summary { created } }
}`;
const UPSERT_ROLE = `mutation ($input: UpsertIamRoleInput!) { upsertIamRole(input: $input) { outcome } }`;
const UPSERT_INSTANCE = `mutation ($input: UpsertInstanceInput!) {
  upsertInstance(input: $input) { outcome instance { id instanceId } }
}`;
const REPROVISION = `mutation ($input: ReprovisionInstanceInput!) {
  reprovisionInstance(input: $input) { instance { instanceId } }
}`;

/** The input for an instance, without its instance-id. */
function factsOf(wanted) {
  return {
    externalId: `acceptance:${wanted.name}`,
    hostname: wanted.hostname,
    localHostname: wanted.local_hostname,
    addresses: [wanted.local_ipv4],
    publicAddress: wanted.public_ipv4,
    callerAddresses: wanted.source_ip === wanted.local_ipv4 ? [] : [wanted.source_ip],
    mac: wanted.mac,
    keys: Object.keys(wanted.public_keys),
    iamRole: wanted.role ?? null,
    userDataBytes: wanted.user_data_b64,
    tags: Object.entries(wanted.tags).map(([key, value]) => ({ key, value })),
    imageId: wanted.ami_id,
    instanceType: wanted.instance_type,
    availabilityZone: wanted.availability_zone,
    region: wanted.region,
    accountId: wanted.account_id,
    securityGroups: wanted.security_groups,
    metadataOptions: { instanceMetadataTags: 'ENABLED', httpTokens: wanted.http_tokens ?? 'OPTIONAL' },
  };
}

/** Returns credentials like those of AWS STS, valid for six hours; no service accepts them. */
function credentialsOf(role) {
  return {
    accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
    secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    token: `IQoJb3JpZ2luX2Vj//${role}==`,
    expiration: new Date(Date.now() + 6 * 3_600_000).toISOString(),
  };
}

/** Creates an instance with its instance-id. That of an existing one can only be changed by reprovisioning it. */
async function register(wanted) {
  if (wanted.role) await ask(UPSERT_ROLE, { name: wanted.role, credentials: credentialsOf(wanted.role) });
  for (const [name, publicKey] of Object.entries(wanted.public_keys))
    await ask(UPSERT_KEY, { name, publicKey });
  await ask(UPSERT_GROUPS, { securityGroups: wanted.security_groups.map((name) => ({ name })) });
  const facts = factsOf(wanted);
  const { outcome } = await ask(UPSERT_INSTANCE, { ...facts, dryRun: true });
  const input = outcome === 'CREATED' ? { ...facts, instanceId: wanted.instance_id } : facts;
  const { instance } = await ask(UPSERT_INSTANCE, input);
  if (instance.instanceId === wanted.instance_id) return;
  await ask(REPROVISION, { id: instance.id, instanceId: wanted.instance_id });
}

async function main() {
  for (const name of ['BASE_URL', 'CLOUDMETA_TOKEN']) {
    if (!process.env[name]) throw new Error(`${name} is not set`);
  }
  const { instances } = JSON.parse(await readFile(process.argv.at(-1), 'utf8'));
  for (const wanted of instances) {
    await register(wanted).catch((error) => {
      throw new Error(`${wanted.name} was not registered: ${error.message}`, { cause: error });
    });
  }
}

try {
  await main();
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
