import { Field, InputType, registerEnumType, type ClassType } from 'type-graphql';
import { OrderDirection } from './page.ts';

/** The order of a list: the property to sort by, and the direction. */
export interface Order {
  field: string;
  direction: OrderDirection;
}

/** The names of the types, and the name of the objects, in the API and as a property. */
interface Sorted {
  type: string;
  words: string;
  name: string;
  property: string;
}

/** Declares the input by which a list is sorted: by the name of its objects, or by their times. */
export function orderInput({ type, words, name, property }: Sorted): ClassType<Order> {
  const fields = { [name]: property, CREATED_AT: 'createdAt', UPDATED_AT: 'updatedAt' };
  registerEnumType(fields, {
    name: `${type}OrderField`,
    description: `What ${words} can be sorted by.`,
    valuesConfig: {
      [name]: { description: 'Their names.' },
      CREATED_AT: { description: 'When they were made.' },
      UPDATED_AT: { description: 'When they last changed.' },
    },
  });

  @InputType(`${type}Order`, { description: `How to sort ${words}.` })
  class OrderInput implements Order {
    @Field(() => fields, { description: 'What to sort by.' })
    field!: string;
    @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: 'Which end comes first.' })
    direction!: OrderDirection;
  }
  return OrderInput;
}

export const NameOrder = orderInput({ type: 'Name', words: 'named objects', name: 'NAME', property: 'name' });

/** The order of a list: by the property of its names unless another order is asked for. */
export const orderOf = (
  orderBy: Order | null | undefined,
  property = 'name',
): Record<string, OrderDirection> => ({
  [orderBy?.field ?? property]: orderBy?.direction ?? OrderDirection.ASC,
});
