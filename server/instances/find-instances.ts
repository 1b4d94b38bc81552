import type { EntityManager } from '@mikro-orm/core';
import { ArgsType, Field, InputType, registerEnumType } from 'type-graphql';
import { findOneBy, onlyGiven } from '../graphql/find-one.ts';
import { IsSearch } from '../graphql/input-types.ts';
import { OrderDirection, PageArgs } from '../graphql/page.ts';
import { Instance } from './instance.entity.ts';
import { hostnameKeyOf } from './instance-names.ts';
import { InstanceFilter, type InstanceBy } from './instance-filter.inputs.ts';

export enum InstanceOrderField {
  HOSTNAME = 'hostnameKey',
  CREATED_AT = 'createdAt',
  UPDATED_AT = 'updatedAt',
}

registerEnumType(InstanceOrderField, {
  name: 'InstanceOrderField',
  description: 'What instances can be sorted by.',
  valuesConfig: {
    HOSTNAME: { description: 'Their names.' },
    CREATED_AT: { description: 'When they were registered.' },
    UPDATED_AT: { description: 'When they last changed.' },
  },
});

@InputType({ description: 'How to sort instances.' })
export class InstanceOrder {
  @Field(() => InstanceOrderField, { description: 'What to sort by.' })
  field!: InstanceOrderField;
  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: 'Which end comes first.' })
  direction!: OrderDirection;
}

@ArgsType()
export class InstanceListArgs extends PageArgs {
  @Field(() => InstanceFilter, { nullable: true, description: 'Only those for which every condition holds.' })
  filter?: InstanceFilter | null;

  @Field(() => String, {
    nullable: true,
    description: 'Only those with each of these words, at most 64, in a name, id, address, MAC or tag.',
  })
  @IsSearch()
  search?: string | null;

  @Field(() => InstanceOrder, { nullable: true, description: 'By hostname where none is given.' })
  orderBy?: InstanceOrder | null;

  get orderField(): InstanceOrderField {
    return this.orderBy?.field ?? InstanceOrderField.HOSTNAME;
  }
}

/** Finds the instance by the one given field. @throws BAD_USER_INPUT unless exactly one is given */
export async function findOneInstance(em: EntityManager, by: InstanceBy): Promise<Instance | null> {
  const [field] = onlyGiven(by);
  if (field === 'address') return em.findOne(Instance, { addressRows: { address: by.address! } });
  if (field === 'hostname') return em.findOne(Instance, { hostnameKey: hostnameKeyOf(by.hostname!) });
  if (field === 'mac') return em.findOne(Instance, { interfaces: { mac: by.mac! } });
  return findOneBy(em, Instance, by);
}
