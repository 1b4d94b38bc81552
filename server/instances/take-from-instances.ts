import { raw, type EntityManager, type FilterQuery } from '@mikro-orm/core';
import { idsOf } from '../database/ids-of.ts';
import { Refusal } from '../errors.ts';
import { chunksOf } from '../graphql/chunks.ts';
import { changeInstances, type InstanceChange } from './change-instances.ts';
import { Instance } from './instance.entity.ts';

/** Something that instances use and lose, since it is deleted. */
export interface Taking {
  /** Which instances have it. */
  where: FilterQuery<Instance>;
  /** Takes it from some of them, by their ids, and says what that changes of each. */
  take(ids: string[]): Promise<InstanceChange[]>;
}

/** Instances that one call takes something from: each takes half a millisecond, and a call has ten seconds in all. */
const maxTakenFrom = 10_000;

/**
 * Takes something from all instances that have it, in chunks: there may be many thousands.
 * @throws BAD_USER_INPUT where they are more than one call has time for
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

/** Takes records from the instances that refer to them by one of these properties. */
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
