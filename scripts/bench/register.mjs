/** Registers the machines of the reference tree through GraphQL, as a provisioning script does. */
import { generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import { KIT } from './kit.mjs';

/** The maximum number of machines in one call. */
const MAX_PER_CALL = 500;

const upsertKey = 'mutation ($input: UpsertSshKeyInput!) { upsertSshKey(input: $input) { outcome } }';
const upsertVpc = 'mutation ($input: UpsertVpcInput!) { upsertVpc(input: $input) { outcome } }';
const upsertSubnet = 'mutation ($input: UpsertSubnetInput!) { upsertSubnet(input: $input) { outcome } }';
export const upsertMany = `mutation ($input: UpsertInstancesInput!) {
  upsertInstances(input: $input) { summary { created updated unchanged failed } } }`;

/** The reference: address, id and content of each machine. Undefined where the kit is not installed. */
export const tree = await import(join(KIT, 'tree.mjs')).catch(() => undefined);

/** Registers machines `from` to `to` (not included) with the inputs of `inputFor`; returns the seconds it took. */
export async function register(server, { from = 0, to, inputFor = inputOf }) {
  if (from === 0) await registerSurroundings(server);
  const began = performance.now();
  for (let first = from; first < to; first += MAX_PER_CALL) {
    const count = Math.min(MAX_PER_CALL, to - first);
    const instances = Array.from({ length: count }, (_, n) => inputFor(first + n));
    const { summary } = await server.change(upsertMany, { instances });
    if (summary.created !== count) throw new Error(`registered ${JSON.stringify(summary)} of ${count}`);
  }
  return (performance.now() - began) / 1000;
}

async function registerSurroundings(server) {
  await server.change(upsertKey, { name: 'bench', publicKey: newKey() });
  await server.change(upsertVpc, { name: 'bench', ipv4CidrBlocks: ['127.0.0.0/8'] });
  await server.change(upsertSubnet, { name: 'bench', vpc: 'bench', ipv4CidrBlock: '127.0.0.0/8' });
}

/** The input that registers machine `k` of the reference. */
export function inputOf(k) {
  const { 'meta-data': metaData, 'user-data': userDataText, dynamic } = tree.nested(k);
  const { region, accountId } = JSON.parse(dynamic['instance-identity'].document);
  return {
    hostname: metaData.hostname,
    instanceId: metaData['instance-id'],
    addresses: [metaData['local-ipv4']],
    mac: metaData.mac,
    subnet: 'bench',
    imageId: metaData['ami-id'],
    instanceType: metaData['instance-type'],
    launchIndex: Number(metaData['ami-launch-index']),
    reservationId: metaData['reservation-id'],
    region,
    accountId,
    availabilityZone: metaData.placement['availability-zone'],
    availabilityZoneId: metaData.placement['availability-zone-id'],
    blockDevices: [{ virtualName: 'root', deviceName: '/dev/sda1' }],
    tags: [{ key: 'Name', value: `node-${k}` }],
    metadataOptions: { instanceMetadataTags: 'ENABLED' },
    keys: ['bench'],
    userDataText,
  };
}

/** Makes an Ed25519 key in the one-line format of OpenSSH. */
function newKey() {
  const { x } = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' });
  const sized = (bytes) => {
    const size = Buffer.alloc(4);
    size.writeUInt32BE(bytes.length);
    return Buffer.concat([size, bytes]);
  };
  const blob = Buffer.concat([sized(Buffer.from('ssh-ed25519')), sized(Buffer.from(x, 'base64url'))]);
  return `ssh-ed25519 ${blob.toString('base64')} bench`;
}
