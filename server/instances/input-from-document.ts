import type { EntityManager } from '@mikro-orm/core';
import type { ArchivedDocument } from '../archive/archived-document.ts';
import type { Properties } from '../database/plain-rows.ts';
import { admits } from '../networks/subnet-blocks.ts';
import { Subnet } from '../networks/subnet.entity.ts';
import { getBytes } from '../contents/find-contents.ts';
import type { ContentFacts } from '../database/record.ts';

interface RestoredInterface extends Properties {
  addresses: string[];
  associations: { privateAddress: string; publicAddress: string }[];
}

/** An input with all values of a machine that have to be checked; its references are ids, which are unambiguous. */
export interface RestoredInput extends Properties {
  hostname: string;
  interfaces: RestoredInterface[];
}

/** Makes the input to restore a machine from its document. Values that cannot conflict are restored afterwards. */
export async function inputFrom(em: EntityManager, document: ArchivedDocument): Promise<RestoredInput> {
  const { spec, status, metadata } = document;
  const { identity } = status;
  const given = spec.interfaces as RestoredInterface[];
  const ids = identity.interfaces!.map(({ subnet }) => subnet);
  const subnets = new Map((await em.find(Subnet, { id: { $in: ids } })).map((one) => [one.id, one]));
  const interfaces = given.map((one, index) => ({
    ...one,
    subnet: subnetOf(one, ids[index], subnets),
    securityGroups: identity.interfaces![index]!.securityGroups,
    addresses: [...one.addresses],
    associations: [...one.associations],
  }));
  return {
    hostname: metadata.name,
    instanceId: identity.instanceId,
    uuid: identity.uuid,
    externalId: spec.externalId,
    metadataOptions: spec.metadataOptions,
    interfaces,
    callerAddresses: spec.callerAddresses,
    tags: spec.tags,
    keys: [...identity.keys!],
    iamRole: identity.iamRole ?? undefined,
    identityRole: identity.identityRole ?? undefined,
    ...(await contentsOf(em, document)),
  };
}

/** An interface with addresses outside of its subnet was put there by its first address, and is again. */
function subnetOf({ addresses }: RestoredInterface, id: unknown, subnets: Map<string, Subnet>): unknown {
  const subnet = subnets.get(id as string);
  return subnet && !addresses.every((address) => admits(subnet, address)) ? undefined : id;
}

async function contentsOf(em: EntityManager, { spec, status }: ArchivedDocument): Promise<Properties> {
  const entries = spec.customMetadata as { path: string; since: string | null; content: ContentFacts }[];
  const customMetadata = await Promise.all(
    entries.map(async ({ path, since, content }) => ({ path, since, bytes: await getBytes(em, content) })),
  );
  const userData = spec.content
    ? { userDataBytes: await getBytes(em, spec.content as ContentFacts) }
    : { userData: status.identity.userData ?? undefined };
  return { ...userData, customMetadata };
}
