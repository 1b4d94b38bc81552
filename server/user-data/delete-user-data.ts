import type { EntityManager } from '@mikro-orm/core';
import { ArchivedKind } from '../archive/archived-kind.ts';
import type { NamedArchive } from '../archive/named-documents.ts';
import { Instance } from '../instances/instance.entity.ts';
import type { MachinesWith } from '../instances/role-guard.ts';
import { referencesTo, takeFromInstances } from '../instances/take-from-instances.ts';
import type { Users } from '../records/deletion.ts';
import { UserData } from './user-data.entity.ts';

/** The instances that use a document. */
export const userDataUsers: Users<UserData, Instance> = {
  entity: Instance,
  of: ({ id }) => ({ userData: id }),
};

export const archivedUserData: NamedArchive = {
  kind: ArchivedKind.USER_DATA,
  entity: UserData,
  usedIn: { entity: Instance, by: 'user_data_id' },
  hasRevisions: true,
};

export const machinesWithUserData: MachinesWith = (ids) => ({ userData: { $in: ids } });

/** Removes documents from the instances that use them, which then have no user-data. */
export const releaseUserData = (em: EntityManager, documents: UserData[]): Promise<void> =>
  takeFromInstances(em, referencesTo(em, ['userData'], documents));
