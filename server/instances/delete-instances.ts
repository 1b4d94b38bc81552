import { populateAll } from '../graphql/populate.ts';
import type { Deletable } from '../records/deletion.ts';
import { giveUserData } from '../user-data/give-user-data.ts';
import type { Instance } from './instance.entity.ts';
import { instances } from './instance.references.ts';
import { wholeInstance } from './whole-instance.ts';

/** Nobody uses an instance; what belongs to it goes with it, its own user-data too. */
export const deletableInstances: Deletable<Instance> = {
  of: instances,
  property: 'instance',
  machinesWith: (ids) => ({ id: { $in: ids } }),
  release: async (em, records) => {
    await populateAll(em, records, wholeInstance);
    for (const instance of records) giveUserData(em, instance, null);
  },
};
