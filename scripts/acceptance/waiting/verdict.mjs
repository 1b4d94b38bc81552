/** Compares the files that a boot left on the machine with the expected ones. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KEY } from './machine.mjs';
import { secondAddressOf } from './numbers.mjs';

/** The folders in which Debian keeps the network configuration. */
const NETWORK_FOLDERS = ['etc/network/interfaces.d', 'etc/netplan', 'etc/systemd/network'];

/** Returns the names of what is wrong; an empty list if the machine is configured completely, by any of the stages. */
export function whatIsMissing(machine) {
  const file = (path) => readText(join(machine.folder, 'upper', path));
  const dataSource = dataSourceIn(file('var/lib/cloud/data/status.json'));
  if (!machine.source.dataSources.includes(dataSource)) return [`the data source is ${dataSource}`];
  const identity = file('var/lib/cloud/data/instance-id').trim();
  const checks = {
    'instance-id': identity === machine.identity,
    'user-data': file(`var/lib/cloud/instances/${identity}/user-data.txt`) === machine.userData,
    'what user-data writes': file('var/lib/acceptance/ran') === machine.hostname,
    'host name': file('etc/hostname').trim() === machine.hostname,
    'SSH key': file('home/debian/.ssh/authorized_keys').trim() === KEY,
    'network-config': !hasNetworkConfig(machine) || networkOf(machine).includes(secondAddressOf(machine.n)),
  };
  return Object.keys(checks).filter((name) => !checks[name]);
}

/** Returns the data source that cloud-init reports, without the details that may follow its name. */
const dataSourceIn = (status) => (status && JSON.parse(status).v1.datasource?.split(' ')[0]) || 'none at all';

/** True if this version of cloud-init requests the network configuration: some do not. */
const hasNetworkConfig = ({ source, version }) =>
  source.networkConfigSince === undefined || Number.parseFloat(version.name) >= source.networkConfigSince;

function networkOf({ folder }) {
  const files = NETWORK_FOLDERS.flatMap((name) => {
    const path = join(folder, 'upper', name);
    return namesIn(path).map((file) => readText(join(path, file)));
  });
  return files.join('\n');
}

/**
 * Returns the reasons why a boot is no valid test: no request while the database was away, or an answer with 200 that
 * can only be from memory. Neither a token nor OpenStack's list of versions needs a machine.
 */
export function whatWasNotTried({ exchanges }, { from, until }) {
  const asked = exchanges.filter((exchange) => exchange.asked >= from && exchange.asked < until);
  if (asked.length === 0) return ['nothing was asked while the database was away'];
  const needsNoMachine = ({ method, path }) => method === 'PUT' || /^\/openstack\/?$/.test(path);
  return asked
    .filter(({ answered, status }) => answered < until && status === 200)
    .filter((exchange) => !needsNoMachine(exchange))
    .map(({ method, path }) => `${method} ${path} was answered from memory`);
}

function readText(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function namesIn(path) {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}
