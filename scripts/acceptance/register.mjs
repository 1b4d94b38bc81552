/**
 * The register command of the acceptance checks: brings the server to what FILE.json says, by GraphQL mutations alone.
 *
 *   BASE_URL=http://127.0.0.1:8000 CLOUDMETA_TOKEN=cm_... node scripts/acceptance/register.mjs FILE.json
 *
 * Beside what the checks write, an instance of FILE may have `http_tokens`: OPTIONAL (where it has none) or REQUIRED.
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

/** What the server is to know of an instance, except its instance-id. */
function factsOf(told) {
  return {
    externalId: `acceptance:${told.name}`,
    hostname: told.hostname,
    localHostname: told.local_hostname,
    addresses: [told.local_ipv4],
    publicAddress: told.public_ipv4,
    callerAddresses: told.source_ip === told.local_ipv4 ? [] : [told.source_ip],
    mac: told.mac,
    keys: Object.keys(told.public_keys),
    iamRole: told.role ?? null,
    userDataBytes: told.user_data_b64,
    tags: Object.entries(told.tags).map(([key, value]) => ({ key, value })),
    imageId: told.ami_id,
    instanceType: told.instance_type,
    availabilityZone: told.availability_zone,
    region: told.region,
    accountId: told.account_id,
    securityGroups: told.security_groups,
    metadataOptions: { instanceMetadataTags: 'ENABLED', httpTokens: told.http_tokens ?? 'OPTIONAL' },
  };
}

/** What AWS STS would give for six hours; it opens nothing. */
function credentialsOf(role) {
  return {
    accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
    secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    token: `IQoJb3JpZ2luX2Vj//${role}==`,
    expiration: new Date(Date.now() + 6 * 3_600_000).toISOString(),
  };
}

/** A new instance is made with its instance-id; one that is there gets another only by being provisioned anew. */
async function register(told) {
  if (told.role) await ask(UPSERT_ROLE, { name: told.role, credentials: credentialsOf(told.role) });
  for (const [name, publicKey] of Object.entries(told.public_keys))
    await ask(UPSERT_KEY, { name, publicKey });
  await ask(UPSERT_GROUPS, { securityGroups: told.security_groups.map((name) => ({ name })) });
  const facts = factsOf(told);
  const { outcome } = await ask(UPSERT_INSTANCE, { ...facts, dryRun: true });
  const asked = outcome === 'CREATED' ? { ...facts, instanceId: told.instance_id } : facts;
  const { instance } = await ask(UPSERT_INSTANCE, asked);
  if (instance.instanceId === told.instance_id) return;
  await ask(REPROVISION, { id: instance.id, instanceId: told.instance_id });
}

async function main() {
  for (const name of ['BASE_URL', 'CLOUDMETA_TOKEN']) {
    if (!process.env[name]) throw new Error(`${name} is not set`);
  }
  const { instances } = JSON.parse(await readFile(process.argv.at(-1), 'utf8'));
  for (const told of instances) {
    await register(told).catch((error) => {
      throw new Error(`${told.name} was not registered: ${error.message}`, { cause: error });
    });
  }
}

try {
  await main();
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
