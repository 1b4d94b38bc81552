import { Field, InputType, registerEnumType } from 'type-graphql';
import { OrderDirection } from './page.ts';

export enum NameOrderField {
  NAME = 'name',
  CREATED_AT = 'createdAt',
  UPDATED_AT = 'updatedAt',
}

registerEnumType(NameOrderField, {
  name: 'NameOrderField',
  description: 'What named objects can be sorted by.',
  valuesConfig: {
    NAME: { description: 'Their names.' },
    CREATED_AT: { description: 'When they were made.' },
    UPDATED_AT: { description: 'When they last changed.' },
  },
});

@InputType({ description: 'How to sort named objects.' })
export class NameOrder {
  @Field(() => NameOrderField, { description: 'What to sort by.' })
  field!: NameOrderField;
  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: 'Which end comes first.' })
  direction!: OrderDirection;
}

/** The order of a list of named objects: by name unless another order is asked for. */
export const orderOf = (orderBy: NameOrder | null | undefined): Record<string, OrderDirection> => ({
  [orderBy?.field ?? NameOrderField.NAME]: orderBy?.direction ?? OrderDirection.ASC,
});
