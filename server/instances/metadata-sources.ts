import type { GuestView } from '../metadata/guest-view.ts';
import type { TreeEntry } from '../metadata/whole-tree.ts';
import type { Instance } from './instance.entity.ts';
import { MetadataOrigin, type MetadataSource } from './metadata-tree.ts';

/** A machine as its metadata is made from it: the entity with all of its parts, and its view. */
export interface Machine {
  instance: Instance;
  view: GuestView;
}

/** The maximum number of sources of one value: an identity document has two dozen. */
const maxSources = 50;

/** Returns the sources of an entry by the facts that it was made from. */
export function sourcesOf({ path, content, reads, isCustom }: TreeEntry, of: Machine): MetadataSource[] {
  if (content === undefined) return [];
  if (isCustom) {
    const { id, hostname: name } = of.instance;
    const field = path.split('/').slice(2).join('/');
    return [{ origin: MetadataOrigin.CUSTOM_METADATA, type: 'Instance', id, name, field }];
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

const fieldOf = (type: string, record: Named | null | undefined, field: string): MetadataSource => ({
  origin: MetadataOrigin.FIELD,
  type,
  ...(record ? { id: record.id, name: record.title } : {}),
  field,
});

/** The sources of facts that are not fields of the instance, by the first name of a fact. */
const sources: Record<string, (rest: string[], of: Machine) => MetadataSource | undefined> = {
  keys: ([place, field = 'name'], { instance }) =>
    fieldOf('SshKey', instance.orderedKeys[Number(place)], field),
  interfaces: interfaceSource,
  role: ([field = 'name'], { instance }) => fieldOf('IamRole', instance.iamRole, field),
  identityRole: ([field = 'name'], { instance }) => fieldOf('IamRole', instance.identityRole, field),
  userData: (_, { instance }) =>
    instance.userData?.name === null
      ? fieldOf('Instance', instance, 'userData')
      : fieldOf('UserData', instance.userData, 'content'),
  services: ([name = '']) => ({
    origin: MetadataOrigin.CONFIGURATION,
    field: `METADATA_${name.toUpperCase()}`,
  }),
  signatures: () => ({ origin: MetadataOrigin.FIELD, type: 'SigningKey' }),
  metadataOptions: () => undefined, // they decide whether something is shown, and nothing is made from them
  projectId: (_, { instance }) =>
    fieldOf('Instance', instance, instance.givenProjectId === null ? 'accountId' : 'projectId'),
  localHostname: (_, { instance }) =>
    fieldOf('Instance', instance, instance.givenLocalHostname === null ? 'hostname' : 'localHostname'),
};

function sourceOf(read: string, of: Machine): MetadataSource | undefined {
  const [name = '', ...rest] = read.split('.');
  return sources[name] ? sources[name](rest, of) : fieldOf('Instance', of.instance, name);
}

function interfaceSource([place, field = '', ...deeper]: string[], { instance, view }: Machine) {
  const served = view.interfaces[Number(place)];
  const found = instance.orderedInterfaces.find(({ id }) => id === served?.id);
  if (field === 'subnet' && deeper[0] === 'vpc') return fieldOf('Vpc', found?.subnet?.vpc, deeper[1] ?? 'id');
  if (field === 'subnet') return fieldOf('Subnet', found?.subnet, deeper[0] ?? 'id');
  if (field === 'securityGroups') {
    const group = found?.orderedGroups.find(({ id }) => id === served?.securityGroups[Number(deeper[0])]?.id);
    return fieldOf('SecurityGroup', group, deeper[1] ?? 'name');
  }
  return fieldOf('NetworkInterface', found && { id: found.id, title: found.mac ?? found.id }, field);
}
