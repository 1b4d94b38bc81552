import type { EntityManager } from '@mikro-orm/core';
import { ArgsType, Field } from 'type-graphql';
import { findOneBy, onlyGiven } from '../graphql/find-one.ts';
import { IsSearch } from '../graphql/input-types.ts';
import { orderInput, type Order } from '../graphql/order.ts';
import { PageArgs } from '../graphql/page.ts';
import { Instance } from './instance.entity.ts';
import { hostnameKeyOf } from './instance-names.ts';
import { InstanceFilter, type InstanceBy } from './instance-filter.inputs.ts';

const InstanceOrder = orderInput({
  type: 'Instance',
  words: 'instances',
  name: 'HOSTNAME',
  property: 'hostnameKey',
});

@ArgsType()
export class InstanceListArgs extends PageArgs {
  @Field(() => InstanceFilter, { nullable: true, description: 'Only objects that meet all conditions.' })
  filter?: InstanceFilter | null;

  @Field(() => String, {
    nullable: true,
    description: 'Only instances with each of these words, at most 64, in a name, id, address, MAC or tag.',
  })
  @IsSearch()
  search?: string | null;

  @Field(() => InstanceOrder, {
    nullable: true,
    description: 'The order of the list; by default by hostname.',
  })
  orderBy?: Order | null;
}

/** Finds the instance by the one given field. @throws BAD_USER_INPUT unless exactly one is given */
export async function findOneInstance(em: EntityManager, by: InstanceBy): Promise<Instance | null> {
  const [field] = onlyGiven(by);
  if (field === 'address') return em.findOne(Instance, { addressRows: { address: by.address! } });
  if (field === 'hostname') return em.findOne(Instance, { hostnameKey: hostnameKeyOf(by.hostname!) });
  if (field === 'mac') return em.findOne(Instance, { interfaces: { mac: by.mac! } });
  return findOneBy(em, Instance, by);
}
