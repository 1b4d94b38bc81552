/** One machine: its registration, its firmware data, and one boot of it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { addressOf, callerOf, macOf, secondAddressOf } from './numbers.mjs';

const BOOT = join(import.meta.dirname, 'boot.sh');
export const KEY =
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEp5mUXvLQ2B8c0H5v0mM8Jr6q9QyO4a3cXo4rG0n1ab alice@example';

/** The records that all machines refer to. The second address of each machine is in the subnet's block. */
const SHARED_RECORDS = [
  ['SshKey', { name: 'alice', publicKey: KEY }],
  ['Vpc', { name: 'waiting', ipv4CidrBlocks: ['10.77.0.0/16'] }],
  ['Subnet', { name: 'waiting', vpc: 'waiting', ipv4CidrBlock: '10.77.0.0/20' }],
];

/** Registers the records that `Machine.register` refers to. */
export async function registerSurroundings(server) {
  for (const [kind, input] of SHARED_RECORDS) await server.upsert(kind, input);
}

/** cloud-init's configuration; all time-outs are the defaults, as in images. */
const configOf = (list) => `datasource_list: [${list}, None]
datasource: {Ec2: {strict_id: false}}
locale: C.UTF-8
ssh_genkeytypes: [ed25519]
growpart: {mode: 'off'}
resize_rootfs: false
`;

export class Machine {
  constructor({ n, source, version, folder }) {
    Object.assign(this, { n, source, version, folder });
    this.firmware = { DMI_PRODUCT: 'test', DMI_SERIAL: 'CM-0001', ...source.firmware(n) };
    this.instanceId = `i-0acce97a000000${String(n).padStart(3, '0')}`;
    this.hostname = `waiting-${n}`;
    this.address = addressOf(n);
    this.caller = callerOf(n);
    this.userData = `#cloud-config
write_files: [{path: /var/lib/acceptance/ran, content: "${this.hostname}"}]
`;
  }

  /** The instance-id that cloud-init has to get. */
  get identity() {
    return this.source.identity === 'uuid' ? this.firmware.DMI_UUID : this.instanceId;
  }

  register(server) {
    return server.upsert('Instance', { ...this.#facts, tags: [] });
  }

  /** Makes a change that no data source serves, so that the server drops the machine from its cache. */
  touch(server) {
    return server.upsert('Instance', { ...this.#facts, tags: [{ key: 'touched', value: 'yes' }] });
  }

  get #facts() {
    const { n, instanceId, hostname, caller, userData } = this;
    const addresses = [addressOf(n), secondAddressOf(n)];
    return {
      instanceId,
      hostname: `${hostname}.cloud.test`,
      keys: ['alice'],
      uuid: this.firmware.DMI_UUID,
      callerAddresses: [caller],
      userDataText: userData,
      interfaces: [{ mac: macOf(n), subnet: 'waiting', addresses }],
    };
  }

  /** Resolves when the stages are over, with the seconds that they took; with undefined after `timeoutMs`. */
  async boot(namespace, timeoutMs) {
    const { folder, version, address } = this;
    const configs = join(folder, 'upper/etc/cloud/cloud.cfg.d');
    await mkdir(configs, { recursive: true });
    await writeFile(join(configs, '99-acceptance.cfg'), configOf(this.source.list));
    const apart = ['unshare', '--mount', '--uts', '--pid', '--ipc', '--fork', '--kill-child'];
    const args = [version.root, folder, address, ...(version.source ? [version.source] : [])];
    const began = Date.now();
    const child = spawn('ip', ['netns', 'exec', namespace, ...apart, BOOT, ...args], {
      env: { ...process.env, ...this.firmware },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      child.kill('SIGKILL'); // `ip` has become `unshare`, and its child processes end with it
    }, timeoutMs);
    const [code] = await once(child, 'exit');
    clearTimeout(timer);
    if (isLate) return undefined;
    if (code !== 0) throw new Error(`boot.sh ended with exit code ${code}`);
    return (Date.now() - began) / 1000;
  }
}
