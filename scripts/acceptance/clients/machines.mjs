/** The machines that the clients run on: where tokens are required, and where they are optional. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { ask } from '../graphql.mjs';

const LAB = fileURLToPath(new URL('lab.py', import.meta.url));
const NUMBERS = ['41', '42'];
const KEYS = {
  'acceptance-alice':
    'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEp5mUXvLQ2B8c0H5v0mM8Jr6q9QyO4a3cXo4rG0n1ab alice@example',
  'acceptance-bob':
    'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIMm8w2f3M1Qn5r2bQ7yq9eVw0i6o1gB9t5x3uYp2c4de bob with spaces',
};
const GROUP = 'acceptance-web';
const ROLE = 'acceptance-reader';
const CREDENTIALS = {
  accessKeyId: 'ASIACLOUDMETA0000001',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  token: 'IQoJb3JpZ2luX2VjEXAMPLE+/session//token==',
};
/** In six hours, in whole seconds, as the service writes times. */
const EXPIRATION = new Date(Math.ceil(Date.now() / 1000 + 6 * 3600) * 1000);
const UPSERT_KEY = `mutation ($input: UpsertSshKeyInput!) { upsertSshKey(input: $input) { sshKey { id } } }`;
const UPSERT_GROUP = `mutation ($input: UpsertSecurityGroupInput!) {
  upsertSecurityGroup(input: $input) { outcome }
}`;
const UPSERT_ROLE = `mutation ($input: UpsertIamRoleInput!) { upsertIamRole(input: $input) { iamRole { id } } }`;
const UPSERT_INSTANCE = `mutation ($input: UpsertInstanceInput!) {
  upsertInstance(input: $input) { instance { instanceId } }
}`;

/** Runs `work` with the machines, each in a network namespace. `checks` is the folder that has imdsnet.py. */
export async function withMachines({ checks, port }, work) {
  const lab = spawn('python3', ['-B', LAB, checks, `${port}`, ...NUMBERS], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(lab, 'exit');
  try {
    const [line] = await Promise.race([once(createInterface(lab.stdout), 'line'), ended]);
    if (typeof line !== 'string') throw new Error(`there are no network namespaces (exit code ${line})`);
    const [required, optional] = JSON.parse(line);
    return await work([
      await register(required, { name: 'required', httpTokens: 'REQUIRED' }),
      await register(optional, { name: 'optional', httpTokens: 'OPTIONAL' }),
    ]);
  } finally {
    lab.stdin.end();
    await ended;
  }
}

/** Registers the machine; returns it with the facts that its clients have to get, under their names. */
async function register({ namespace, source, address, mac }, { name, httpTokens }) {
  const input = {
    externalId: `acceptance:clients:${name}`,
    hostname: `clients-${name}.cloud.test`,
    addresses: [address],
    callerAddresses: [source],
    mac,
    imageId: 'ami-0acce97a00000001',
    instanceType: 't3.micro',
    region: 'eu-test-1',
    availabilityZone: 'eu-test-1b',
    accountId: '123456789012',
    keys: Object.keys(KEYS),
    securityGroups: [GROUP],
    tags: [
      { key: 'Name', value: `clients ${name}` },
      { key: 'role', value: 'web' },
    ],
    userDataText: `#!/bin/sh\necho 'käse ${name}'\n`,
    iamRole: ROLE,
    metadataOptions: { httpTokens, instanceMetadataTags: 'ENABLED' },
  };
  for (const [key, publicKey] of Object.entries(KEYS)) await ask(UPSERT_KEY, { name: key, publicKey });
  await ask(UPSERT_GROUP, { name: GROUP });
  await ask(UPSERT_ROLE, { name: ROLE, credentials: { ...CREDENTIALS, expiration: EXPIRATION } });
  const { instance } = await ask(UPSERT_INSTANCE, input);
  return { name, namespace, facts: factsOf({ ...input, ...instance, address }) };
}

function factsOf({
  instanceId,
  region,
  availabilityZone,
  hostname,
  address,
  imageId,
  instanceType,
  ...more
}) {
  return {
    'instance-id': instanceId,
    region,
    'availability-zone': availabilityZone,
    hostname,
    address,
    image: imageId,
    'public keys': Object.values(KEYS),
    'security groups': GROUP,
    tags: Object.fromEntries(more.tags.map(({ key, value }) => [key, value])),
    'user-data': more.userDataText,
    'identity document': {
      instanceId,
      region,
      availabilityZone,
      imageId,
      instanceType,
      privateIp: address,
      accountId: more.accountId,
    },
    'instance profile': `arn:aws:iam::${more.accountId}:instance-profile/${ROLE}`,
    'what is absent': null,
    credentials: CREDENTIALS,
    expiration: EXPIRATION,
  };
}
