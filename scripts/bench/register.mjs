/** Registers the machines of the reference tree through GraphQL, as a script that provisions does. */
import { generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import { KIT } from './kit.mjs';

/** Machines that one call registers. */
const TOGETHER = 500;

const upsertKey = 'mutation ($input: UpsertSshKeyInput!) { upsertSshKey(input: $input) { outcome } }';
const upsertVpc = 'mutation ($input: UpsertVpcInput!) { upsertVpc(input: $input) { outcome } }';
const upsertSubnet = 'mutation ($input: UpsertSubnetInput!) { upsertSubnet(input: $input) { outcome } }';
/** Registers many machines in one call. */
export const upsertMany = `mutation ($input: UpsertInstancesInput!) {
  upsertInstances(input: $input) { summary { created updated unchanged failed } } }`;

/** The reference: which machine has which address, id and content. */
export const tree = await import(join(KIT, 'tree.mjs')).catch(() => undefined);

/** Registers machines `from` to `to` (not included) as `inputFor` says; gives the seconds that it took. */
export async function register(server, { from = 0, to, inputFor = inputOf }) {
  if (from === 0) await registerSurroundings(server);
  const began = performance.now();
  for (let first = from; first < to; first += TOGETHER) {
    const count = Math.min(TOGETHER, to - first);
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

/** A machine of the reference, as it is registered. */
export function inputOf(k) {
  const { 'meta-data': told, 'user-data': userDataText, dynamic } = tree.nested(k);
  const { region, accountId } = JSON.parse(dynamic['instance-identity'].document);
  return {
    hostname: told.hostname,
    instanceId: told['instance-id'],
    addresses: [told['local-ipv4']],
    mac: told.mac,
    subnet: 'bench',
    imageId: told['ami-id'],
    instanceType: told['instance-type'],
    launchIndex: Number(told['ami-launch-index']),
    reservationId: told['reservation-id'],
    region,
    accountId,
    availabilityZone: told.placement['availability-zone'],
    availabilityZoneId: told.placement['availability-zone-id'],
    blockDevices: [{ virtualName: 'root', deviceName: '/dev/sda1' }],
    tags: [{ key: 'Name', value: `node-${k}` }],
    metadataOptions: { instanceMetadataTags: 'ENABLED' },
    keys: ['bench'],
    userDataText,
  };
}

/** An Ed25519 key in the one-line format of OpenSSH. */
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
