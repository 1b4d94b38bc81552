import type { EntityManager } from '@mikro-orm/core';
import { populateAll } from '../graphql/populate.ts';
import type { WritableKind } from '../records/writable-kind.ts';
import { hostnameKeyOf } from './instance-names.ts';
import { Instance } from './instance.entity.ts';
import { instances } from './instance.references.ts';
import type { InstanceInput } from './provision-plan.ts';
import { provision } from './provision.ts';
import { wholeInstance } from './whole-instance.ts';

/** The values of a unique name that finds a machine. */
const namesOf = {
  externalId: ({ externalId }: InstanceInput) => externalId,
  instanceId: ({ instanceId }: InstanceInput) => instanceId,
  hostnameKey: ({ hostname }: InstanceInput) => (hostname ? hostnameKeyOf(hostname) : undefined),
} as const;

/** Finds the instances of upserts: by externalId, else by instanceId, else by hostname. */
async function findUpserted(em: EntityManager, inputs: InstanceInput[]): Promise<(Instance | undefined)[]> {
  const keys = Object.keys(namesOf) as (keyof typeof namesOf)[];
  const values = (key: (typeof keys)[number]) => inputs.flatMap((input) => namesOf[key](input) ?? []);
  const found = await em.find(Instance, { $or: keys.map((key) => ({ [key]: { $in: values(key) } })) });
  await populateAll(em, found, wholeInstance);
  const by = keys.map((key) => [key, new Map(found.map((one) => [one[key], one]))] as const);
  return inputs.map((input) => {
    for (const [key, byValue] of by) {
      const value = namesOf[key](input);
      const instance = value ? byValue.get(value) : undefined;
      if (instance) return instance;
    }
    return undefined;
  });
}

/** Instances as records that inputs create and change. */
export const writableInstances: WritableKind<Instance, InstanceInput> = {
  of: instances,
  property: 'instance',
  words: { one: 'an instance', many: 'instances' },
  list: 'instances',
  findUpserted,
  load: (em, instance) => em.populate([instance], wholeInstance),
  write: (requests, { atomic, context }) => provision(requests, atomic, context),
};
