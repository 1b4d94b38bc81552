import { Extensions } from 'type-graphql';

/** Declares the cost of a field without its subfields, where that is more than reading a column. */
export const Costs = (cost: number) => Extensions({ cost });

/** Declares the length that is assumed for a list without pages, where it is not the default. */
export const CountsAs = (length: number) => Extensions({ length });
