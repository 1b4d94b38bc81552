import type { EntityManager, FilterQuery } from '@mikro-orm/core';
import { ArgsType, Field, InputType, registerEnumType } from 'type-graphql';
import { findOneBy, onlyGiven } from '../graphql/find-one.ts';
import { IsSearch } from '../graphql/input-types.ts';
import { OrderDirection, PageArgs } from '../graphql/page.ts';
import { getByRef } from '../graphql/references.ts';
import { sshKeys } from '../keys/ssh-key.references.ts';
import { userDataDocuments } from '../user-data/user-data.references.ts';
import { Instance } from './instance.entity.ts';
import { hostnameKeyOf } from './instance-names.ts';
import { InstanceFilter, type InstanceBy } from './instance-filter.inputs.ts';
import { searchedFor } from './search-instances.ts';

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

/** The instance that the one given field means. @throws BAD_USER_INPUT unless exactly one is given */
export async function findOneInstance(em: EntityManager, by: InstanceBy): Promise<Instance | null> {
  const [field] = onlyGiven(by);
  if (field === 'address') return em.findOne(Instance, { addressRows: { address: by.address! } });
  if (field === 'hostname') return em.findOne(Instance, { hostnameKey: hostnameKeyOf(by.hostname!) });
  if (field === 'mac') return em.findOne(Instance, { interfaces: { mac: by.mac! } });
  return findOneBy(em, Instance, by);
}

/** The condition of a list. */
export async function whereOf(
  em: EntityManager,
  { filter, search }: InstanceListArgs,
): Promise<FilterQuery<Instance>> {
  const conditions: FilterQuery<Instance>[] = [];
  if (filter?.tag)
    conditions.push({
      tags: { key: filter.tag.key, ...(filter.tag.value != null ? { value: filter.tag.value } : {}) },
    });
  if (filter?.availabilityZone) conditions.push({ availabilityZone: filter.availabilityZone });
  if (filter?.httpTokens) conditions.push({ metadataOptions: { httpTokens: filter.httpTokens } });
  if (filter?.key) conditions.push({ keyAttachments: { key: (await getByRef(em, sshKeys, filter.key)).id } });
  if (filter?.userData)
    conditions.push({ userData: (await getByRef(em, userDataDocuments, filter.userData)).id });
  if (filter?.hasUserData != null) conditions.push({ userData: filter.hasUserData ? { $ne: null } : null });
  if (search) conditions.push(...searchedFor(em, search));
  return conditions.length > 0 ? { $and: conditions } : {};
}
