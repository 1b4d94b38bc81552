import { graphql } from '../generated';
import type { WireSourceFragment } from '../generated/graphql';

export const WireSourceFields = graphql(`
  fragment WireSource on Instance {
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
    metadataOptions {
      httpTokens
    }
  }
`);

export type WireSource = { text: string; link?: { href: string; label: string } };

const given: [prefix: string, what: string][] = [
  ['hostname', 'the hostname'],
  ['local-hostname', 'the local hostname, or the hostname when none is given'],
  ['local-ipv4', 'the first address'],
  ['public-ipv4', 'the public address'],
  ['public-hostname', 'the public hostname'],
  ['mac', 'the MAC address'],
  ['network/', 'the interfaces'],
  ['tags/', 'the tags'],
  ['ami-id', 'the image'],
  ['ami-launch-index', 'the launch index'],
  ['ami-manifest-path', 'the AMI manifest path'],
  ['instance-type', 'the type'],
  ['instance-life-cycle', 'the life cycle'],
  ['placement/', 'the zone and placement'],
  ['security-groups', 'the security groups'],
  ['reservation-id', 'the reservation id'],
  ['block-device-mapping/', 'the block devices'],
  ['product-codes', 'the product codes'],
  ['kernel-id', 'the kernel id'],
  ['ramdisk-id', 'the RAM disk id'],
];

function keySource(instance: WireSourceFragment, path: string): WireSource {
  const number = /\/public-keys\/(\d+)/.exec(path)?.[1];
  const key = number === undefined ? undefined : instance.keys[Number(number)];
  if (!key) return { text: `The ${instance.keys.length} keys of this instance, in their order.` };
  return {
    text: `Key "${key.name}", number ${Number(number) + 1} of ${instance.keys.length}.`,
    link: { href: `/keys/${key.id}`, label: 'Open the key' },
  };
}

function userDataSource(instance: WireSourceFragment): WireSource {
  const { userData, id } = instance;
  if (!userData) return { text: 'This instance has no user data.', link: editOf(instance, 'Give it some') };
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

function editOf(instance: WireSourceFragment, label = 'Edit the instance') {
  return instance.viewerCanUpdate ? { href: `/instances/${instance.id}/edit`, label } : undefined;
}

/** Which fact of ours a path's answer is made from. */
export function sourceOf(instance: WireSourceFragment, path: string): WireSource {
  const [, , tree = '', ...rest] = path.split('/');
  const below = rest.join('/');
  if (tree === 'user-data') return userDataSource(instance);
  if (below.startsWith('public-keys')) return keySource(instance, path);
  if (tree === 'dynamic') return { text: 'Made from the facts of this instance.', link: editOf(instance) };
  if (tree !== 'meta-data' || below === '') return { text: 'A listing of what is below.' };
  if (below === 'instance-id') return { text: 'The instance id; only a new provisioning changes it.' };
  const known = given.find(([prefix]) => below.startsWith(prefix));
  return { text: known ? `Made from ${known[1]}.` : 'A fact of this instance.', link: editOf(instance) };
}
