import { MaintenanceEvent } from '../events/maintenance-event.entity.ts';
import { IamRole } from '../iam/iam-role.entity.ts';
import { SigningKey } from '../identity/signing-key.entity.ts';
import { SshKey } from '../keys/ssh-key.entity.ts';
import type { GuestView } from '../metadata/guest-view.ts';
import type { TreeEntry } from '../metadata/whole-tree.ts';
import { NetworkInterface } from '../networks/network-interface.entity.ts';
import { SecurityGroup } from '../networks/security-group.entity.ts';
import { Subnet } from '../networks/subnet.entity.ts';
import { Vpc } from '../networks/vpc.entity.ts';
import { UserData } from '../user-data/user-data.entity.ts';
import { Instance } from './instance.entity.ts';
import { maxSources, MetadataOrigin, type MetadataSource } from './metadata-tree.ts';

/** A machine as its metadata is made from it: the entity with all of its parts, and its view. */
export interface Machine {
  instance: Instance;
  view: GuestView;
}

/** Returns the sources of an entry by the facts that it was made from; none for a directory. */
export function sourcesOf({ path, content, reads, isCustom }: TreeEntry, of: Machine): MetadataSource[] {
  if (content === undefined) return [];
  if (isCustom) {
    const { id, hostname: name } = of.instance;
    const field = path.split('/').slice(2).join('/');
    return [{ origin: MetadataOrigin.CUSTOM_METADATA, type: Instance.name, id, name, field }];
  }
  const found = new Map<string, MetadataSource>();
  for (const read of reads) {
    const source = sourceOf(read, of);
    if (source) found.set(JSON.stringify(source), source);
  }
  return found.size === 0 ? [{ origin: MetadataOrigin.FIXED }] : [...found.values()].slice(0, maxSources);
}

interface Named {
  id: string;
  title: string;
}

/** A field of a record; of the kind where there is no such record. */
const fieldOf = (
  kind: { name: string },
  record: Named | null | undefined,
  field: string,
): MetadataSource => ({
  origin: MetadataOrigin.FIELD,
  type: kind.name,
  ...(record ? { id: record.id, name: record.title } : {}),
  field,
});

/** The fields of the API behind facts that have other names. */
const roleFields: Record<string, string> = {
  lastUpdated: 'credentialsUpdatedAt',
  credentials: 'credentialsState',
  failure: 'failureCode',
};
const interfaceFields: Record<string, string> = {
  privateIpv4s: 'addresses',
  ipv6s: 'addresses',
  publicIpv4s: 'publicAddresses',
};

const roleSource = (role: Named | null | undefined, [fact = 'name']: string[]) =>
  fieldOf(IamRole, role, roleFields[fact] ?? fact);

/** The sources of facts that are not fields of the instance, by the first name of a fact. */
const sources: Record<string, (rest: string[], of: Machine) => MetadataSource | undefined> = {
  keys: ([position, field = 'name'], { instance }) =>
    position === undefined
      ? fieldOf(Instance, instance, 'keys')
      : fieldOf(SshKey, instance.orderedKeys[Number(position)], field),
  interfaces: interfaceSource,
  role: (rest, { instance }) =>
    rest.length === 0 ? fieldOf(Instance, instance, 'iamRole') : roleSource(instance.iamRole, rest),
  identityRole: (rest, { instance }) =>
    rest.length === 0 ? fieldOf(Instance, instance, 'identityRole') : roleSource(instance.identityRole, rest),
  userData: (_, { instance }) =>
    instance.userData?.name
      ? fieldOf(UserData, instance.userData, 'content')
      : fieldOf(Instance, instance, 'userData'),
  events: ([kind, position, fact = 'id'], of) => {
    const event = kind === 'maintenance' ? of.view.events.maintenance[Number(position)] : undefined;
    const found = of.instance.orderedMaintenance.find(({ id }) => id === event?.eventId);
    return found
      ? fieldOf(MaintenanceEvent, { id: found.id, title: found.code }, fact === 'eventId' ? 'id' : fact)
      : fieldOf(Instance, of.instance, 'events');
  },
  services: ([name = '']) => ({
    origin: MetadataOrigin.CONFIGURATION,
    field: `METADATA_${name.toUpperCase()}`,
  }),
  signatures: () => ({ origin: MetadataOrigin.FIELD, type: SigningKey.name }),
  metadataOptions: () => undefined, // they decide whether something is shown, and nothing is made from them
  projectId: (_, { instance }) =>
    fieldOf(Instance, instance, instance.givenProjectId === null ? 'accountId' : 'projectId'),
  localHostname: (_, { instance }) =>
    fieldOf(Instance, instance, instance.givenLocalHostname === null ? 'hostname' : 'localHostname'),
};

function sourceOf(read: string, of: Machine): MetadataSource | undefined {
  const [name = '', ...rest] = read.split('.');
  return sources[name] ? sources[name](rest, of) : fieldOf(Instance, of.instance, name);
}

function interfaceSource([position, field, ...deeper]: string[], { instance, view }: Machine) {
  if (position === undefined || field === undefined) return fieldOf(Instance, instance, 'interfaces');
  const served = view.interfaces[Number(position)];
  const found = instance.orderedInterfaces.find(({ id }) => id === served?.id);
  if (field === 'subnet' && deeper[0] === 'vpc') return fieldOf(Vpc, found?.subnet?.vpc, deeper[1] ?? 'id');
  if (field === 'subnet' && deeper[0]) return fieldOf(Subnet, found?.subnet, deeper[0]);
  if (field === 'securityGroups' && deeper[0]) {
    const group = found?.orderedGroups.find(({ id }) => id === served?.securityGroups[Number(deeper[0])]?.id);
    return fieldOf(SecurityGroup, group, deeper[1] ?? 'name');
  }
  const nic = found && { id: found.id, title: found.mac ?? found.id };
  return fieldOf(NetworkInterface, nic, interfaceFields[field] ?? field);
}
