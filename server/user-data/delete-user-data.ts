import { Instance } from '../instances/instance.entity.ts';
import { keepUsed, type PrepareDeletion } from '../records/deletion.ts';
import type { UserData } from './user-data.entity.ts';

/** Documents that instances get stay, unless forced: then those get none. */
export const prepareUserDataDeletion: PrepareDeletion<UserData> = async (em, doomed, how) => {
  const documents = doomed.map(({ record }) => record);
  const found = await em.find(Instance, { userData: { $in: documents } });
  const users = Map.groupBy(found, ({ userData }) => userData!);
  keepUsed(doomed, (userData) => users.get(userData) ?? [], how);
  return (userData) => {
    for (const instance of users.get(userData) ?? []) instance.userData = null;
    em.remove(userData);
  };
};
