/**
 * A network of machines: a bridge with 169.254.169.254 on it, DHCP, and a network namespace for each machine. All of it
 * is in the network namespace of this process alone, and ends with it.
 */
import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { promisify } from 'node:util';
import { startDhcp } from './dhcp.mjs';
import { addressOf, GATEWAY, macOf } from './numbers.mjs';
import { Relay, SERVICE } from './relay.mjs';

const run = promisify(execFile);
/** The folder in which `ip` keeps the names of namespaces: as a mount of its own it ends with this process. */
const NAMES = '/run/netns';

const ip = (line) => run('ip', line.split(' '));

/** Makes the bridge; returns the relay of the machines' connections to their servers. */
export async function openLab() {
  await mkdir(NAMES, { recursive: true });
  await run('mount', ['-t', 'tmpfs', 'tmpfs', NAMES]);
  await ip('link set lo up');
  // with a fixed MAC address: else the bridge takes that of one of its ports, which changes with the ports
  await ip('link add br0 address 02:00:00:77:00:01 type bridge');
  await ip(`addr add ${GATEWAY}/24 dev br0`);
  await ip(`addr add ${SERVICE}/32 dev br0`);
  await ip('link set br0 up');
  await ip('route add 255.255.255.255 dev br0');
  await startDhcp();
  return Relay.start();
}

/** Makes the network namespace of machine N, with its `eth0`; returns the name. */
export async function plugIn(n) {
  const namespace = `machine${n}`;
  await ip(`netns add ${namespace}`);
  await ip(`link add port${n} type veth peer name eth0 netns ${namespace}`);
  await ip(`link set port${n} master br0 up`);
  const inside = (line) => ip(`-n ${namespace} ${line}`);
  await inside('link set lo up');
  await inside(`link set eth0 address ${macOf(n)}`);
  await inside(`addr add ${addressOf(n)}/24 dev eth0`);
  await inside('link set eth0 up');
  return namespace;
}

export const unplug = (n) => ip(`netns del machine${n}`);
