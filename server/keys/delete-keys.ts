import type { EntityManager } from '@mikro-orm/core';
import { ArchivedKind } from '../archive/archived-kind.ts';
import type { NamedArchive } from '../archive/named-documents.ts';
import { removalOf } from '../audit/changed-values.ts';
import { Instance } from '../instances/instance.entity.ts';
import { KeyAttachment } from '../instances/key-attachment.entity.ts';
import type { InstanceChange } from '../instances/change-instances.ts';
import type { MachinesWith } from '../instances/role-guard.ts';
import { takeFromInstances } from '../instances/take-from-instances.ts';
import type { Users } from '../records/deletion.ts';
import { SshKey } from './ssh-key.entity.ts';

/** The instances that a key is attached to. */
export const keyUsers: Users<SshKey, Instance> = {
  entity: Instance,
  of: ({ id }) => ({ keyAttachments: { $some: { key: id } } }),
};

export const archivedKeys: NamedArchive = {
  kind: ArchivedKind.SSH_KEY,
  entity: SshKey,
  usedIn: { entity: KeyAttachment, by: 'key_id' },
};

export const machinesWithKeys: MachinesWith = (ids) => ({ keyAttachments: { $some: { key: { $in: ids } } } });

/** Removes keys from the instances that they are attached to. */
export function releaseKeys(em: EntityManager, records: SshKey[]): Promise<void> {
  const key = { $in: records.map(({ id }) => id) };
  return takeFromInstances(em, {
    where: { keyAttachments: { $some: { key } } },
    take: async (instances) => {
      const where = { key, instance: { $in: instances } };
      const found = await em.find(KeyAttachment, where, { populate: ['key'], disableIdentityMap: true });
      await em.nativeDelete(KeyAttachment, where);
      return found.flatMap((one) =>
        removalOf(one).map((change): InstanceChange => [one.instance.id, change]),
      );
    },
  });
}
