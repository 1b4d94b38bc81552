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
    description: `The fields by which ${words} can be sorted.`,
    valuesConfig: {
      [name]: { description: 'The name.' },
      CREATED_AT: { description: 'The time of creation.' },
      UPDATED_AT: { description: 'The time of the last change.' },
    },
  });

  @InputType(`${type}Order`, { description: `The order of ${words} in a list.` })
  class OrderInput implements Order {
    @Field(() => fields, { description: 'The field to sort by.' })
    field!: string;
    @Field(() => OrderDirection, {
      defaultValue: OrderDirection.ASC,
      description: 'The direction in which the list is sorted.',
    })
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
