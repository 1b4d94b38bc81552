import { graphql } from '../generated';
import type { MetadataSourceFragment } from '../generated/graphql';
import { dataSourceOf } from './data-source';
import { facts, fileSaying, fixed } from './source-facts';

export const MetadataSourceFields = graphql(`
  fragment MetadataSource on Instance {
    id
    hostname
    addresses
    viewerCanUpdate
    keys {
      id
      name
    }
    userData {
      id
      name
    }
    interfaces {
      id
      mac
      subnet {
        id
        name
        vpc {
          id
          name
        }
      }
      securityGroups {
        id
        name
      }
    }
    iamRole {
      id
      name
    }
    identityRole {
      id
      name
    }
    customMetadata {
      path
    }
    metadataOptions {
      httpTokens
    }
  }
`);

type Instance = MetadataSourceFragment;
export type MetadataSource = { text: string; link?: { href: string; label: string } };

const listing: MetadataSource = { text: 'A directory listing.' };

function keySource({ keys }: Instance, below: string): MetadataSource {
  const number = /^public-keys\/(\d+)/.exec(below)?.[1];
  const key = number === undefined ? undefined : keys[Number(number)];
  if (!key) return { text: `The ${keys.length} keys of this instance, in their order.` };
  return {
    text: `Key "${key.name}", number ${Number(number) + 1} of ${keys.length}.`,
    link: { href: `/keys/${key.id}`, label: 'Open the key' },
  };
}

function userDataSource(instance: Instance): MetadataSource {
  const { userData, id } = instance;
  if (!userData) return { text: 'This instance has no user data.', link: editOf(instance, 'Add user data') };
  if (userData.name) {
    return {
      text: `The shared document "${userData.name}", byte for byte.`,
      link: { href: `/user-data/${userData.id}`, label: 'Open the document' },
    };
  }
  return {
    text: "This instance's own user data, byte for byte.",
    link: { href: `/instances/${id}?tab=user-data`, label: 'Show it' },
  };
}

function editOf(instance: Instance, label = 'Edit the instance') {
  return instance.viewerCanUpdate ? { href: `/instances/${instance.id}/edit`, label } : undefined;
}

function roleSource(role: NonNullable<Instance['iamRole']>): MetadataSource {
  return {
    text: `The role "${role.name}"; its credentials are served to the machine only.`,
    link: { href: `/roles/${role.id}`, label: 'Open the role' },
  };
}

/** The subnet, VPC or groups of the interface whose MAC is in the path; undefined for its other facts. */
function placeSource({ interfaces }: Instance, below: string): MetadataSource | undefined {
  const [mac, leaf = ''] = below.replace(/^network\/interfaces\/macs\//, '').split('/');
  const { subnet, securityGroups = [] } = interfaces.find((one) => one.mac === mac) ?? {};
  if (subnet && leaf.startsWith('subnet-'))
    return {
      text: `The subnet "${subnet.name}" of this interface.`,
      link: { href: `/networks/subnets/${subnet.id}`, label: 'Open the subnet' },
    };
  if (subnet && leaf.startsWith('vpc-'))
    return {
      text: `The VPC "${subnet.vpc.name}" that the subnet of this interface is in.`,
      link: { href: `/networks/vpcs/${subnet.vpc.id}`, label: 'Open the VPC' },
    };
  const [group] = securityGroups;
  if (group && leaf.startsWith('security-group'))
    return {
      text: `The security groups of this interface: ${securityGroups.map(({ name }) => name).join(', ')}.`,
      link: { href: `/networks/security-groups/${group.id}`, label: `Open ${group.name}` },
    };
  return undefined;
}

function customSource(instance: Instance, path: string): MetadataSource | undefined {
  const custom = instance.customMetadata.some((one) => one.path === path);
  return custom
    ? { text: 'Custom metadata of this instance, byte for byte.', link: editOf(instance) }
    : undefined;
}

const events = /^(events|spot|autoscaling)\//;

function metaDataSource(instance: Instance, below: string): MetadataSource {
  if (below === '') return listing;
  if (below.startsWith('public-keys')) return keySource(instance, below);
  if (below.startsWith('iam/') && instance.iamRole) return roleSource(instance.iamRole);
  if (below.startsWith('identity-credentials/') && instance.identityRole)
    return roleSource(instance.identityRole);
  if (events.test(below))
    return {
      text: 'The events of this instance.',
      link: { href: `/instances/${instance.id}?tab=events`, label: 'Open the events' },
    };
  const fixedEntry = fixed.find(([prefix]) => below.startsWith(prefix));
  if (fixedEntry) return { text: fixedEntry[1] };
  if (below.startsWith('security-groups'))
    return { text: 'The security groups of the primary interface.', link: editOf(instance) };
  const place = placeSource(instance, below);
  if (place) return place;
  const known = facts.find(([prefix]) => below.startsWith(prefix));
  return { text: known ? `Made from ${known[1]}.` : 'A property of this instance.', link: editOf(instance) };
}

function dynamicSource(below: string): MetadataSource {
  if (below === 'instance-identity/document')
    return { text: 'The properties of this instance in one document, as on EC2.' };
  if (below.startsWith('instance-identity/') && !below.endsWith('/'))
    return { text: "The identity document, signed with this deployment's own key." };
  if (below.startsWith('fws/')) return { text: 'Made from the monitoring of this instance.' };
  return listing;
}

/** Describes the data that the answer at a path is made from. */
export function sourceOf(instance: Instance, path: string): MetadataSource {
  const { name, below } = dataSourceOf(path);
  const [tree, ...rest] = below.split('/');
  if (tree === 'user-data' || tree === 'user_data') return userDataSource(instance);
  if (name !== 'EC2') {
    const text = fileSaying(below);
    return text ? { text, link: editOf(instance) } : listing;
  }
  const custom = customSource(instance, below);
  if (custom) return custom;
  const leaf = rest.join('/');
  if (tree === 'meta-data') return metaDataSource(instance, leaf);
  if (tree === 'dynamic') return dynamicSource(leaf);
  return listing;
}
