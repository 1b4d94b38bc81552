import { Instance } from '../instances/instance.entity.ts';
import { keepUsed, type Deletable } from '../records/deletion.ts';
import type { UserData } from './user-data.entity.ts';
import { userDataDocuments } from './user-data.references.ts';

/** Documents that instances get stay, unless forced: then those get none. */
export const deletableDocuments: Deletable<UserData> = {
  of: userDataDocuments,
  property: 'userData',
  prepareDeletion: async (em, doomed, how) => {
    const documents = doomed.map(({ record }) => record);
    const users = Map.groupBy(
      await em.find(Instance, { userData: { $in: documents } }),
      (one) => one.userData!,
    );
    keepUsed(doomed, (userData) => users.get(userData) ?? [], how);
    return (userData) => {
      for (const instance of users.get(userData) ?? []) instance.userData = null;
      em.remove(userData);
    };
  },
};
