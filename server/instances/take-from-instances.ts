import { raw, type EntityManager, type FilterQuery } from '@mikro-orm/core';
import { idsOf } from '../database/ids-of.ts';
import { Refusal } from '../errors.ts';
import { chunksOf } from '../graphql/chunks.ts';
import { changeInstances, type InstanceChange } from './change-instances.ts';
import { Instance } from './instance.entity.ts';

/** A reference to remove from instances, since its record is deleted. */
export interface Taking {
  /** The instances that have it. */
  where: FilterQuery<Instance>;
  /** Removes it from some of them, by their ids, and returns the changes of each. */
  take(ids: string[]): Promise<InstanceChange[]>;
}

/** The maximum number of instances per call: each takes half a millisecond, and a call has 10 seconds. */
const maxTakenFrom = 10_000;

/**
 * Removes a reference from all instances that have it, in chunks: there may be many thousands.
 * @throws BAD_USER_INPUT for more than `maxTakenFrom` instances
 */
export async function takeFromInstances(em: EntityManager, { where, take }: Taking): Promise<void> {
  const all = await idsOf(em, Instance, where);
  if (all.length > maxTakenFrom)
    throw new Refusal(
      'BAD_USER_INPUT',
      `${all.length} instances use this, and one call takes it from at most ${maxTakenFrom} of them. Change or delete some by updateInstancesByFilter or deleteInstancesByFilter first.`,
    );
  for (const ids of chunksOf(all)) await changeInstances(em, ids, take);
}

/** A property of instances that refers to another record. */
type Reference = 'userData' | 'iamRole' | 'identityRole';

/** Describes the removal of records from the instances that refer to them by one of these properties. */
export const referencesTo = (
  em: EntityManager,
  properties: Reference[],
  records: { id: string }[],
): Taking => {
  const ids = records.map(({ id }) => id);
  return {
    where: { $or: properties.map((property) => ({ [property]: { $in: ids } })) },
    take: async (instances) => {
      const changes: InstanceChange[] = [];
      for (const property of properties) {
        const where = { id: { $in: instances }, [property]: { $in: ids } };
        const found = await em.find(Instance, where, { fields: [property], disableIdentityMap: true });
        for (const { id, [property]: record } of found as Instance[])
          changes.push([id, { field: property, before: record!.id, after: null }]);
        await em.nativeUpdate(Instance, where, { [property]: null, version: raw('version') });
      }
      return changes;
    },
  };
};
